using System.Globalization;
using MontageAI.Editing.Materials;
using MontageAI.Editing.Planning;
using MontageAI.Editing.Prompts;
using MontageAI.Engine.Intake;
using MontageAI.Engine.Jobs;
using MontageAI.Engine.Resources;
using MontageAI.Results;
using MontageAI.Timelines;

namespace MontageAI.Engine.Searching;

/// <summary>
/// What a prompt wishes of pictures: words that its reader did not understand, where a model that sees what pictures show understands them.
/// Has the footage seen as far as it is known, and says afterwards how well each wish was met.
/// </summary>
internal sealed class WishStage
{
    private readonly JobContext _context;
    private readonly IPictureSight? _sight;
    private readonly IReadOnlyList<PictureQuestion> _questions;
    private readonly Dictionary<string, ShotList> _seen = [];

    private WishStage(
        JobContext context,
        IPictureSight? sight,
        IReadOnlyList<PictureWish> wishes,
        IReadOnlyList<PictureQuestion> questions,
        IReadOnlyList<string> notUnderstood
    ) => (_context, _sight, Wishes, _questions, NotUnderstood) = (context, sight, wishes, questions, notUnderstood);

    /// <summary>What pictures should show, or should not.</summary>
    public IReadOnlyList<PictureWish> Wishes { get; }

    /// <summary>Words that nobody understood.</summary>
    public IReadOnlyList<string> NotUnderstood { get; }

    /// <summary>A sentence about the model that would look for them, after a space; empty where one does already.</summary>
    public string Help => Sights.Help(_sight);

    /// <summary>Takes from a reading what is wished of pictures. No model is loaded where it leaves no words.</summary>
    public static WishStage Read(JobContext context, PromptReading? reading)
    {
        if (reading is not { NotUnderstood: { Count: > 0 } left } || new Sights(context).Best() is not { } sight)
        {
            return new WishStage(context, null, [], [], reading?.NotUnderstood ?? []);
        }

        List<PictureWish> wishes = [];
        List<PictureQuestion> questions = [];
        List<string> not = [];
        foreach (string words in left)
        {
            PictureWish? wish = PictureWish.Of(words);
            PictureQuestion? question = wish is null ? null : sight.Ask(wish.Words);
            if (question is { IsUnderstood: true })
            {
                wishes.Add(wish!);
                questions.Add(question);
                not.AddRange(question.Unknown);
            }
            else
            {
                not.Add(words);
            }
        }

        return new WishStage(context, sight, wishes, questions, not);
    }

    /// <summary>Has the clips seen that were not yet, or of which more is known by now.</summary>
    public async Task LearnAsync(Footage footage, Urgency urgency, CancellationToken cancellationToken)
    {
        if (_sight is null || Wishes.Count == 0)
        {
            return;
        }

        ClipMaterial[] fresh =
        [
            .. footage.Clips.Where(c => !_seen.TryGetValue(c.Id, out ShotList? shots) || !ReferenceEquals(shots, c.Analysis.Shots)),
        ];
        IReadOnlyList<SeenClip> seen = await new PictureStage(_context, _sight)
            .SeeAsync(fresh, urgency, cancellationToken)
            .ConfigureAwait(false);
        foreach (ClipMaterial clip in fresh)
        {
            _seen[clip.Id] = clip.Analysis.Shots;
        }

        footage.Learn([.. fresh.Zip(seen, (clip, pictures) => clip with { Wished = Scored(pictures) })]);
    }

    /// <summary>The plan with a note on how well each wish was met.</summary>
    public Timeline Report(Timeline timeline, IReadOnlyList<ClipMaterial> clips) =>
        Wishes.Count == 0 ? timeline : timeline with { Notes = [.. timeline.Notes, .. WishReport.Of(timeline, clips, Wishes).Select(Say)] };

    private IReadOnlyList<WishedPicture> Scored(SeenClip clip) =>
        [.. clip.Pictures.Select(p => new WishedPicture(p.Shot, p.Time, [.. _questions.Select(q => q.Score(p.Kept))]))];

    private string Say(WishReport met) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"Prompt: {(met.Wish.IsUnwanted ? "no " : "")}\"{met.Wish.Words}\", looked for in the pictures by '{_sight!.Name}': "
                + $"{met.Showing} of {met.Shots} shots show it; mean score {met.Score:0.000}, all footage {met.FootageScore:0.000}."
        );
}
