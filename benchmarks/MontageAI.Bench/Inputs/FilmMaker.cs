using System.Globalization;
using MontageAI.FFmpeg.Processes;

namespace MontageAI.Bench.Inputs;

/// <summary>
/// Makes films with known cuts and transitions out of the real test clips, once, and keeps them outside the tree. Frames are taken
/// one for one, so that annotations by frame stay true.
/// </summary>
internal sealed class FilmMaker(FFmpegTools tools, string media, string folder)
{
    /// <summary>Frames per second of every film.</summary>
    public const int Rate = 25;

    /// <summary>The film of a recipe; made if it is not there.</summary>
    public async Task<Film> GetAsync(FilmRecipe recipe, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        string target = Path.Combine(folder, recipe.Name);
        if (!File.Exists(target))
        {
            await Console.Error.WriteLineAsync($"making {recipe.Name} ...").ConfigureAwait(false);
            string partial = Path.Combine(folder, "part-" + recipe.Name);
            await ToolProcess
                .RunAsync($"Making '{target}'", tools.Command(["-y", .. Arguments(recipe), partial]), cancellationToken)
                .ConfigureAwait(false);
            File.Move(partial, target, overwrite: true);
        }

        return new Film(target, recipe, Truth(recipe));
    }

    /// <summary>Makes a film again with another encoder; its pictures keep their places.</summary>
    public async Task<Film> EncodeAgainAsync(Film film, string name, IReadOnlyList<string> codec, CancellationToken cancellationToken)
    {
        string target = Path.Combine(folder, name);
        if (!File.Exists(target))
        {
            await Console.Error.WriteLineAsync($"making {name} ...").ConfigureAwait(false);
            string partial = Path.Combine(folder, "part-" + name);
            await ToolProcess
                .RunAsync(
                    $"Making '{target}'",
                    tools.Command([
                        "-y",
                        .. InputFile.Arguments(film.Path),
                        "-map",
                        "0:v:0",
                        "-fps_mode",
                        "passthrough",
                        .. codec,
                        partial,
                    ]),
                    cancellationToken
                )
                .ConfigureAwait(false);
            File.Move(partial, target, overwrite: true);
        }

        return film with
        {
            Path = target,
        };
    }

    private List<string> Arguments(FilmRecipe recipe)
    {
        List<string> arguments = [];
        List<string> filters = [];
        string shape =
            $"scale={recipe.Width}:{recipe.Height}:force_original_aspect_ratio=increase,crop={recipe.Width}:{recipe.Height},setsar=1,"
            + $"format=yuv420p";
        for (int i = 0; i < recipe.Pieces.Count; i++)
        {
            FilmPiece piece = recipe.Pieces[i];
            arguments.AddRange(InputFile.Arguments(Path.Combine(media, "video", piece.Source)));
            string end = piece.Frames is { } frames ? Line($":end_frame={piece.From + frames}") : "";
            filters.Add(Line($"[{i}:v:0]trim=start_frame={piece.From}{end},settb=1/{Rate},setpts=N,fps={Rate},{shape}[p{i}]"));
        }

        // Pieces joined by cuts are one length for xfade, which counts from the start of what it gets first.
        string joined = "[p0]";
        int length = Frames(recipe.Pieces[0]);
        for (int i = 1; i < recipe.Pieces.Count; i++)
        {
            FilmPiece piece = recipe.Pieces[i];
            string next = Line($"[j{i}]");
            filters.Add(
                piece.Joint is null
                    ? Line($"{joined}[p{i}]concat=n=2,settb=1/{Rate},setpts=N,fps={Rate}{next}")
                    : Line(
                        $"{joined}[p{i}]xfade=transition={piece.Joint}:duration={(double)piece.JointFrames / Rate}:offset=",
                        $"{(double)(length - piece.JointFrames) / Rate},settb=1/{Rate},setpts=N,fps={Rate}{next}"
                    )
            );
            length += Frames(piece) - (piece.Joint is null ? 0 : piece.JointFrames);
            joined = next;
        }

        if (recipe.Sound)
        {
            arguments.AddRange(["-f", "lavfi", "-i", "sine=220"]);
        }

        IEnumerable<string> sound = recipe.Sound ? ["-map", Line($"{recipe.Pieces.Count}:a"), "-c:a", "aac", "-shortest"] : [];
        return
        [
            .. arguments,
            "-filter_complex",
            string.Join(';', filters),
            "-map",
            joined,
            .. sound,
            "-fps_mode",
            "passthrough",
            .. recipe.Codec,
        ];
    }

    private ShotTruth Truth(FilmRecipe recipe)
    {
        List<int> cuts = [];
        List<GradualTruth> gradual = [];
        int at = 0;
        foreach (FilmPiece piece in recipe.Pieces)
        {
            (_, IReadOnlyList<int> own, IReadOnlyList<GradualTruth> ownGradual) = Annotations.ByFrame(media, piece.Source);
            int start = at;
            if (piece.Joint is not null)
            {
                start = at - piece.JointFrames;
                // The first frame of the joint still shows only what was before.
                gradual.Add(new GradualTruth(start + 1, at, piece.Joint is "fade" or "dissolve" ? "dissolve" : "fade"));
            }
            else if (at > 0)
            {
                cuts.Add(at);
            }

            int frames = Frames(piece);
            cuts.AddRange(own.Where(c => c > piece.From && c < piece.From + frames).Select(c => start + c - piece.From));
            gradual.AddRange(
                ownGradual
                    .Where(g => g.First > piece.From && g.End < piece.From + frames)
                    .Select(g => g with { First = start + g.First - piece.From, End = start + g.End - piece.From })
            );
            at = start + frames;
        }

        return new ShotTruth([.. cuts.Select(c => (double)c / Rate)], gradual);
    }

    private int Frames(FilmPiece piece) =>
        piece.Frames
        ?? (
            Annotations.ByFrame(media, piece.Source).Frames is > 0 and int all
                ? all - piece.From
                : throw new InvalidOperationException($"'{piece.Source}' is not annotated, so its length must be given.")
        );

    private static string Line(params FormattableString[] text) => string.Concat(text.Select(FormattableString.Invariant));
}
