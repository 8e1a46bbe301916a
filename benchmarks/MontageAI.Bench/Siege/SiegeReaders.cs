using System.Text;
using System.Text.Json;
using MontageAI.Analysis.Music;
using MontageAI.Containers.Joining;
using MontageAI.Containers.Matroska;
using MontageAI.Containers.Mp4;
using MontageAI.Containers.Nut;
using MontageAI.Containers.Probing;
using MontageAI.Containers.Streaming;
using MontageAI.Editing.Captions;
using MontageAI.Editing.Edits;
using MontageAI.Editing.Styles;
using MontageAI.Errors;
using MontageAI.FFmpeg.Probing;
using MontageAI.Interchange.Bundles;
using MontageAI.Interchange.Tests.Hostile;
using MontageAI.Looks;
using MontageAI.Tasks;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Bench.Siege;

/// <summary>
/// Reads broken files with the product's own readers, each as its callers do, and lets pass what the reader says that it throws.
/// </summary>
internal sealed class SiegeReaders(string folder)
{
    // What a caller gives to a picture of a size that it asked for; more than that is refused before.
    private const int LargestPicture = 1 << 20;
    private const int MostEdits = 100;
    private const int MostPackets = 100_000;
    private static readonly FrameRate s_rate = new(25);

    /// <summary>Reads one broken file in every way there is.</summary>
    /// <param name="seed">What it was before.</param>
    /// <param name="bytes">What it is now.</param>
    public async Task ReadAsync(SiegeSeed seed, byte[] bytes)
    {
        switch (seed.Kind)
        {
            case "mp4" or "mov":
                await BoxesAsync(await WrittenAsync(seed, bytes).ConfigureAwait(false)).ConfigureAwait(false);
                break;
            case "mkv" or "webm":
                string path = await WrittenAsync(seed, bytes).ConfigureAwait(false);
                await ExpectedAsync<InvalidDataException>(() => MatroskaPackets.ReadAsync(path, 0, CancellationToken.None))
                    .ConfigureAwait(false);
                await ExpectedAsync<InvalidDataException>(() => MatroskaPackets.ReadAsync(path, 1, CancellationToken.None))
                    .ConfigureAwait(false);
                break;
            case "nut":
                await ExpectedAsync<InvalidDataException>(() => NutAsync(bytes)).ConfigureAwait(false);
                break;
            default:
                Document(seed, bytes);
                break;
        }
    }

    private static void Document(SiegeSeed seed, byte[] bytes)
    {
        string text = Encoding.UTF8.GetString(bytes);
        switch (seed.Kind)
        {
            case "ffprobe":
                Expected<JsonException>(() => ProbeParser.Parse(bytes, seed.Name, 1));
                break;
            case "timeline":
                Refused(seed, () => TimelineJson.Read(bytes, seed.Name));
                break;
            case "style":
                Refused(seed, () => StyleReader.Read(text, seed.Name));
                break;
            case "edit":
                Expected<ConfigurationException>(() => EditJson.Read(text).Apply(SiegeSeeds.Made()));
                break;
            case "edits":
                Timeline timeline = SiegeSeeds.Made();
                foreach (string word in text.Split('\n').Take(MostEdits))
                {
                    Expected<ConfigurationException>(() => timeline = EditScript.Apply(timeline, [word]));
                }

                Assert(TimelineRules.Check(timeline).Count == 0, "edits broke a timeline");
                break;
            case "task":
                Refused(seed, () => TaskSpecJson.Read(bytes, seed.Name));
                break;
            case "beats":
                Refused(seed, () => BeatFile.Parse(text, seed.Name));
                break;
            case "cube":
                Refused(seed, () => CubeTable.Parse(text, seed.Name));
                break;
            case "subtitles":
                Refused(seed, () => CaptionLayout.Lay(SubtitleFile.Parse(bytes, seed.Name), seed.Name, "plain", s_rate, 400));
                break;
            case "otioz":
                Refused(
                    seed,
                    () =>
                    {
                        using MemoryStream from = new(bytes);
                        using OtiozReader bundle = OtiozReader.Open(from, seed.Name);
                        MutatedDocuments.Through(bundle.Content(), seed.Name, s_rate);
                    }
                );
                break;
            default:
                Refused(seed, () => MutatedDocuments.Through(bytes, seed.Name, s_rate));
                break;
        }
    }

    private async Task BoxesAsync(string path)
    {
        await Mp4Facts.ReadAsync(path, CancellationToken.None).ConfigureAwait(false);
        long frames = 50;
        await ExpectedAsync<InvalidDataException>(async () =>
            {
                Mp4File file = await Mp4File.ReadAsync(path, CancellationToken.None).ConfigureAwait(false);
                foreach (Mp4Track track in file.Tracks)
                {
                    _ = ParameterSets.IsAvc(track) || ParameterSets.IsHevc(track) ? ParameterSets.InBand(track) : [];
                }

                frames = file.Video?.Count ?? frames;
            })
            .ConfigureAwait(false);
        await ExpectedAsync<InvalidDataException>(() => Mp4File.ReadTrackAsync(path, 0, 1 << 20, CancellationToken.None))
            .ConfigureAwait(false);
        await ExpectedAsync<InvalidDataException>(() => Mp4File.ReadTrackWithOffsetsAsync(path, 1, 1 << 20, CancellationToken.None))
            .ConfigureAwait(false);
        JoinRequest request = new()
        {
            Rate = s_rate,
            Parts = [new JoinPart(path, Math.Max(1, frames))],
            AudioPath = path,
            OutputPath = Path.Combine(folder, "joined.mp4"),
            Overwrite = true,
        };
        await ExpectedAsync<MontageException>(() => new Joiner().JoinAsync(request, CancellationToken.None)).ConfigureAwait(false);
        string stream = Path.Combine(folder, "preview");
        await ExpectedAsync<MontageException>(async () =>
            {
                PreviewStreamRequest wish = new()
                {
                    Folder = stream,
                    Rate = s_rate,
                    LongestSegmentSeconds = 10,
                    SoundPath = path,
                };
                await using PreviewStream preview = await PreviewStream.CreateAsync(wish, CancellationToken.None).ConfigureAwait(false);
                await preview.AppendAsync(request.Parts, CancellationToken.None).ConfigureAwait(false);
                await preview.FinishAsync(CancellationToken.None).ConfigureAwait(false);
            })
            .ConfigureAwait(false);
        Expected<MontageException>(() =>
            ShotSegment.Write(Path.Combine(folder, "segment.mp4"), request.Parts[0], s_rate, CancellationToken.None)
        );
        if (Directory.Exists(stream))
        {
            Directory.Delete(stream, recursive: true);
        }

        Assert(!Directory.EnumerateFiles(folder, "*.part").Any(), "joining left a part of a film");
    }

    private static async Task NutAsync(byte[] bytes)
    {
        using MemoryStream from = new(bytes);
        NutReader reader = new(from);
        for (int packets = 0; packets < MostPackets && await reader.NextAsync(CancellationToken.None).ConfigureAwait(false); packets++)
        {
            if (reader.Packet.Size is < 0 or > LargestPicture)
            {
                throw new InvalidDataException();
            }

            if (!await reader.ReadPayloadAsync(new byte[reader.Packet.Size], CancellationToken.None).ConfigureAwait(false))
            {
                return;
            }
        }
    }

    private async Task<string> WrittenAsync(SiegeSeed seed, byte[] bytes)
    {
        string path = Path.Combine(folder, "broken" + Path.GetExtension(seed.Name));
        await File.WriteAllBytesAsync(path, bytes).ConfigureAwait(false);
        return path;
    }

    // Refused by the name of the file, in a sentence that can be printed anywhere.
    private static void Refused(SiegeSeed seed, Action read)
    {
        try
        {
            read();
        }
        catch (MontageException e)
        {
            Assert(e.Message.Contains(seed.Name, StringComparison.Ordinal), "a refusal does not name the file");
            Assert(!e.Message.Any(c => char.IsControl(c) && c is not ('\n' or '\r')), "a refusal holds control characters");
        }
    }

    private static void Expected<TException>(Action read)
        where TException : Exception
    {
        try
        {
            read();
        }
        catch (TException)
        {
            // What it says that it throws.
        }
    }

    private static async Task ExpectedAsync<TException>(Func<Task> read)
        where TException : Exception
    {
        try
        {
            await read().ConfigureAwait(false);
        }
        catch (TException)
        {
            // What it says that it throws.
        }
    }

    private static void Assert(bool holds, string finding)
    {
        if (!holds)
        {
            throw new SiegeFinding(finding);
        }
    }
}

/// <summary>Something that must not be, though nothing threw.</summary>
internal sealed class SiegeFinding(string what) : Exception(what);
