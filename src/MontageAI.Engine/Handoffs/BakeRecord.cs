using System.Text.Json;
using System.Text.Json.Serialization;
using MontageAI.Engine.Intake;
using MontageAI.Errors;
using MontageAI.Interchange.Edited;
using MontageAI.Interchange.Returning;
using MontageAI.Interchange.Sequences;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Engine.Handoffs;

/// <summary>What lies in a folder of rendered shots, as a file in it, by which they are known when a sequence comes back.</summary>
/// <param name="Fingerprint">Fingerprint of the timeline that they were rendered of.</param>
/// <param name="Files">The files.</param>
internal sealed record BakeRecord(string Fingerprint, IReadOnlyList<BakedFile> Files)
{
    /// <summary>Name of the file; a folder that holds it is one of ours.</summary>
    public const string FileName = "baked.json";

    private const int MostBytes = 32 << 20;

    /// <summary>The record of what was rendered.</summary>
    public static BakeRecord Of(string fingerprint, IReadOnlyDictionary<string, BakedShot> shots) =>
        new(
            fingerprint,
            [
                .. shots
                    .Select(s => new BakedFile(
                        MediaPathsName(s.Value),
                        s.Key,
                        s.Value.In,
                        s.Value.Source.StartTimecode,
                        s.Value.Choice,
                        s.Value.Effects
                    ))
                    .OrderBy(f => f.File, StringComparer.Ordinal),
            ]
        );

    /// <summary>As it is written.</summary>
    public string ToText() => JsonSerializer.Serialize(this, BakeJsonContext.Default.BakeRecord) + "\n";

    /// <summary>Tells the book which of a document's files were rendered for shots of the base.</summary>
    /// <param name="unknown">Files that the base does not know.</param>
    /// <param name="book">The book.</param>
    /// <param name="origin">The base.</param>
    /// <param name="folder">The folder that relative paths count from.</param>
    /// <param name="media">Folders in which files are looked for that are not where the document says.</param>
    /// <param name="file">The document, for messages.</param>
    /// <exception cref="ConfigurationException">They were rendered of another timeline, or their record cannot be read.</exception>
    public static void Find(
        IReadOnlyList<EditedMedia> unknown,
        MediaBook book,
        Timeline origin,
        string folder,
        IReadOnlyList<string> media,
        string file
    )
    {
        if (unknown.Count == 0)
        {
            return;
        }

        Dictionary<string, BakeRecord?> known = [];
        string? fingerprint = null;
        Lazy<ILookup<string, string>> named = new(() => MediaFolders.FilesOf(media).ToLookup(f => Path.GetFileName(f)));
        foreach (EditedMedia one in unknown)
        {
            string path = Path.GetFullPath(book.PathOf(one) ?? one.Name, folder),
                name = MediaPaths.NameOf(path);
            IEnumerable<string> folders = named.Value[name].Prepend(path).Select(p => Path.GetDirectoryName(p) ?? folder);
            foreach (string at in folders)
            {
                if (!known.TryGetValue(at, out BakeRecord? record))
                {
                    known[at] = record = Read(Path.Combine(at, FileName));
                }

                if (record?.Files.FirstOrDefault(f => f.File == name) is not { } baked)
                {
                    continue;
                }

                fingerprint ??= ExportWork.FingerprintOf(origin);
                if (record.Fingerprint != fingerprint || origin.Shots.All(s => s.Id != baked.Shot))
                {
                    throw new ConfigurationException(
                        ErrorCode.PlanMismatch,
                        $"'{Printable.Of(file)}': '{Printable.Of(name)}' was rendered of another timeline than the one given, so it is not "
                            + $"known which pictures it shows. Give the timeline that was exported.",
                        Field.Base,
                        file
                    );
                }

                book.Add(one, new BakedOrigin(Source(path, baked, origin.Rate), baked.Shot, baked.In, baked.Choice));
                break;
            }
        }
    }

    private static TimelineSource Source(string path, BakedFile file, FrameRate rate)
    {
        MediaTime start = new(0, new Rational(rate.Fraction.Denominator, rate.Fraction.Numerator));
        return new TimelineSource
        {
            Id = BakeWork.IdOf(file.Shot),
            Path = path,
            Fingerprint = "",
            VideoStream = 0,
            AvailableStart = start,
            AvailableEnd = start,
            Rate = rate,
            StartTimecode = file.Timecode,
        };
    }

    private static BakeRecord? Read(string path)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        byte[] bytes = UserFile.Read(path, "list of rendered shots", MostBytes, field: null);
        try
        {
            return JsonSerializer.Deserialize(bytes, BakeJsonContext.Default.BakeRecord);
        }
        catch (JsonException e)
        {
            throw DocumentFault.Of(path, "", $"it is no list of rendered shots ({e.Message}). Export the timeline again.");
        }
    }

    private static string MediaPathsName(BakedShot shot) => MediaPaths.NameOf(shot.Source.Path);
}

/// <summary>A file that was rendered for a shot.</summary>
/// <param name="File">Its name.</param>
/// <param name="Shot">Name of the shot in its timeline.</param>
/// <param name="In">The file's frame that is the shot's first.</param>
/// <param name="Timecode">Timecode of the file's first frame.</param>
/// <param name="Choice">What was asked for.</param>
/// <param name="Effects">What is in its pictures.</param>
internal sealed record BakedFile(string File, string Shot, long In, string? Timecode, BakeChoice Choice, IReadOnlyList<string> Effects);

[JsonSourceGenerationOptions(
    WriteIndented = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    NewLine = "\n"
)]
[JsonSerializable(typeof(BakeRecord))]
internal sealed partial class BakeJsonContext : JsonSerializerContext;
