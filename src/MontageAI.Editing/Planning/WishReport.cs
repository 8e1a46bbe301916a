using MontageAI.Editing.Materials;
using MontageAI.Editing.Prompts;
using MontageAI.Editing.Selection;
using MontageAI.Timelines;

namespace MontageAI.Editing.Planning;

/// <summary>How well a plan meets a wish for its pictures.</summary>
/// <param name="Wish">The wish.</param>
/// <param name="Shots">Shots of the plan whose pictures were seen.</param>
/// <param name="Showing">Of these, the ones that show it: between the worst fitting picture of the footage and the best they lie in the
/// upper third.</param>
/// <param name="Score">Mean score of the plan's pictures, as long as each is seen.</param>
/// <param name="FootageScore">Mean score of all pictures of the footage.</param>
public sealed record WishReport(PictureWish Wish, int Shots, int Showing, double Score, double FootageScore)
{
    /// <summary>Measures a plan.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="clips">Its footage, with the scores of its pictures.</param>
    /// <param name="wishes">The wishes.</param>
    public static IReadOnlyList<WishReport> Of(Timeline plan, IReadOnlyList<ClipMaterial> clips, IReadOnlyList<PictureWish> wishes)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(wishes);
        WishScale scale = new(clips, wishes);
        Dictionary<string, ClipMaterial> byId = clips.ToDictionary(c => c.Id);
        (TimelineShot Shot, WishedPicture Picture)[] seen =
        [
            .. plan
                .Shots.Select(s => (s, byId.TryGetValue(s.Source, out ClipMaterial? c) ? WishScale.Nearest(c, s.In.Seconds) : null))
                .Where(p => p.Item2 is not null)
                .Select(p => (p.s, p.Item2!)),
        ];
        return
        [
            .. wishes.Select(
                (wish, w) =>
                    new WishReport(
                        wish,
                        seen.Length,
                        seen.Count(p => scale.Fit(w, p.Picture) >= WishScale.Shows),
                        seen.Sum(p => p.Picture.Scores[w] * (double)p.Shot.Record.Length)
                            / Math.Max(1, seen.Sum(p => p.Shot.Record.Length)),
                        clips.SelectMany(c => c.Wished).Select(p => (double)p.Scores[w]).DefaultIfEmpty(0).Average()
                    )
            ),
        ];
    }
}
