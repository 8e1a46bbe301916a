using MontageAI.Containers.Joining;
using MontageAI.Containers.Mp4;
using MontageAI.Errors;

namespace MontageAI.Rendering.Encoders;

/// <summary>
/// Makes shots of a hardware encoder and of the software that stood in for it joinable: both get one decoder set-up that holds the
/// parameter sets of both, which have different numbers. Pictures are not touched.
/// </summary>
public static class SharedSetUp
{
    /// <summary>Gives parts that differ in their set-up copies that do not. Parts that are all alike come back as they are.</summary>
    /// <param name="parts">Shots in timeline order, all of one look.</param>
    /// <param name="newFile">Names a file for a copy.</param>
    /// <param name="cancellationToken">Stops it; copies already made stay.</param>
    /// <exception cref="MontageException">A part cannot be read, or the set-ups contradict one another.</exception>
    public static async Task<IReadOnlyList<JoinPart>> ApplyAsync(
        IReadOnlyList<JoinPart> parts,
        Func<string> newFile,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(parts);
        ArgumentNullException.ThrowIfNull(newFile);
        try
        {
            List<byte[]> kinds = [];
            foreach (JoinPart part in parts)
            {
                byte[] own = (await Mp4File.ReadAsync(part.Path, cancellationToken).ConfigureAwait(false)).Video?.CodecConfiguration ?? [];
                if (!kinds.Exists(k => k.AsSpan().SequenceEqual(own)))
                {
                    kinds.Add(own);
                }
            }

            if (kinds.Count <= 1)
            {
                return parts;
            }

            byte[] shared = kinds.Select(k => AvcConfiguration.Parse(k)).Aggregate((a, b) => a.Merge(b)).ToBytes();
            List<JoinPart> alike = [];
            foreach (JoinPart part in parts)
            {
                string copy = newFile();
                File.Copy(part.Path, copy, overwrite: true);
                await ConfigurationPatch.ApplyAsync(copy, shared, cancellationToken).ConfigureAwait(false);
                alike.Add(part with { Path = copy });
            }

            return alike;
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            throw new MontageException(
                ErrorCode.JoinFailed,
                $"Shots of two encoders cannot be joined: {e.Message.TrimEnd('.')}. Render again, and {Remedy.EncodeInSoftware}.",
                e
            );
        }
    }
}
