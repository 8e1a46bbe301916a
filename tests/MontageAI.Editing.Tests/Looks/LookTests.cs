using MontageAI.Editing.Styles;
using MontageAI.Errors;
using MontageAI.Timelines;

namespace MontageAI.Editing.Looks;

public sealed class LookTests
{
    [Fact]
    public void All_BuiltInLooks_AreTenAtLeastAndDiffer()
    {
        Assert.True(LookLibrary.All.Count >= 10);
        Assert.Equal(LookLibrary.All.Count, LookLibrary.All.Select(l => l.Look).Distinct().Count());
        Assert.All(LookLibrary.All, l => Assert.NotEmpty(l.Description));
        Assert.Contains(
            "There are: bleach, cold",
            Assert.Throws<ConfigurationException>(() => LookLibrary.Find("sepia")).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Plan_NamedLook_IsWrittenWithItsNameAndKeepsMatching()
    {
        Style style = LookLibrary.Apply(StyleLibrary.Find("wedding"), LookLibrary.Find("Noir"));

        Timeline plan = Scene.Plan(style);

        Assert.Equal(("noir", -1.0), (plan.Look!.Name, plan.Look.Saturation));
        Assert.Equal(StyleLibrary.Find("wedding").Look.Match, style.Look.Match);
    }

    [Fact]
    public void Plan_Dynamic_HasNoLookNoEffectsAndNoClipSound()
    {
        Timeline plan = Scene.Plan(StyleLibrary.Default);

        Assert.True(plan.Look is null && plan.Sound is null && plan.Ending is null && plan.Music!.ClipSoundDb is null);
        Assert.All(
            plan.Shots,
            s => Assert.True(s.Ramp is null && s.Entry is null && s.Camera is null && s.Correction is null && s.Speed.Value == 1)
        );
    }
}
