using System.Buffers.Binary;
using MontageAI.Engine.Intake;
using MontageAI.Engine.Jobs;
using MontageAI.FFmpeg.Decoding.Audio;
using MontageAI.Keys;
using MontageAI.Media;

namespace MontageAI.Engine.Screening;

/// <summary>
/// The curve of a file's sound for drawing: the least and the largest sample of every stretch, in three densities. The file: "MPK1", the
/// number of densities; for each its stretches per second and their count; then for each its pairs, as signed bytes. Whole numbers are
/// little-endian and have four bytes.
/// </summary>
/// <param name="Path">The file.</param>
/// <param name="Shelf">Holds the result.</param>
public sealed record PeaksRequest(string Path, PartShelf Shelf) : JobRequest<string>
{
    private const int SampleRate = 8000;
    private static readonly int[] s_densities = [500, 100, 20];

    /// <inheritdoc/>
    public override string Kind => "peaks";

    /// <summary>Decodes the sound, unless the store has its curve.</summary>
    /// <returns>The file of the curve, there as long as the shelf.</returns>
    protected internal override async Task<string> RunAsync(JobContext context, CancellationToken cancellationToken)
    {
        SourceFile file = await context.Store.Sources.IdentifyAsync(Path, cancellationToken).ConfigureAwait(false);
        ContentKey key = ContentKey.For("peaks", "1").With("source", file.Fingerprint).With("tool", context.ToolVersion.Sound).Build();
        if (await context.Store.Artifacts.TryGetAsync(key, Shelf.Lease, cancellationToken).ConfigureAwait(false) is { } known)
        {
            return known;
        }

        using IDisposable slot = await context.Budget.EnterAsync(cancellationToken).ConfigureAwait(false);
        List<sbyte>[] pairs = [.. s_densities.Select(_ => new List<sbyte>())];
        Extent[] open = new Extent[s_densities.Length];
        await new PcmReader(context.Tools)
            .ReadAsync(
                file.Path,
                new PcmOptions { SampleRate = SampleRate },
                block =>
                {
                    foreach (float sample in block)
                    {
                        for (int d = 0; d < s_densities.Length; d++)
                        {
                            open[d] = open[d].With(sample);
                            if (open[d].Count == SampleRate / s_densities[d])
                            {
                                Close(d);
                            }
                        }
                    }
                },
                cancellationToken
            )
            .ConfigureAwait(false);
        for (int d = 0; d < s_densities.Length; d++)
        {
            if (open[d].Count > 0)
            {
                Close(d);
            }
        }

        await new SteadySources(context).RequireAsync(file, cancellationToken).ConfigureAwait(false);
        string made = Shelf.Lease.NewFile(".bin");
        await File.WriteAllBytesAsync(made, Bytes(pairs), cancellationToken).ConfigureAwait(false);
        return await context.Store.Artifacts.AddAsync(key, made, Shelf.Lease, cancellationToken).ConfigureAwait(false);

        void Close(int density)
        {
            pairs[density].Add(Extent.Byte(open[density].Least));
            pairs[density].Add(Extent.Byte(open[density].Most));
            open[density] = default;
        }
    }

    private static byte[] Bytes(List<sbyte>[] pairs)
    {
        byte[] file = new byte[8 + (8 * pairs.Length) + pairs.Sum(p => p.Count)];
        "MPK1"u8.CopyTo(file);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(4), pairs.Length);
        int at = 8;
        for (int d = 0; d < pairs.Length; d++, at += 8)
        {
            BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(at), s_densities[d]);
            BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(at + 4), pairs[d].Count / 2);
        }

        foreach (sbyte value in pairs.SelectMany(p => p))
        {
            file[at++] = (byte)value;
        }

        return file;
    }

    private readonly record struct Extent(float Least, float Most, int Count)
    {
        public Extent With(float sample) =>
            Count == 0 ? new(sample, sample, 1) : new(Math.Min(Least, sample), Math.Max(Most, sample), Count + 1);

        public static sbyte Byte(float sample) => (sbyte)Math.Clamp(MathF.Round(sample * 127), -127, 127);
    }
}
