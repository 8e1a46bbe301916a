using MontageAI.Containers.Joining;
using MontageAI.Engine.Reporting;

namespace MontageAI.Engine.Rendering;

/// <summary>Puts finished shots, which come in any order, into the order of the timeline. One caller at a time.</summary>
/// <param name="recorder">Told of every shot that is ready.</param>
/// <param name="onPart">Gets every shot in the order of the timeline; null when nobody follows.</param>
internal sealed class PartRow(RunRecorder recorder, Func<JoinPart, Task>? onPart)
{
    private readonly List<JoinPart> _parts = [];
    private readonly Dictionary<int, JoinPart> _early = [];

    /// <summary>The shots from the first to the first that is missing.</summary>
    public IReadOnlyList<JoinPart> Parts => _parts;

    /// <summary>Takes a shot.</summary>
    /// <param name="shot">Its number.</param>
    /// <param name="part">Its pictures.</param>
    public async Task AddAsync(int shot, JoinPart part)
    {
        _early[shot] = part;
        while (_early.Remove(_parts.Count, out JoinPart? next))
        {
            recorder.Tell(new ShotReady(_parts.Count, next.Frames));
            _parts.Add(next);
            if (onPart is not null)
            {
                await onPart(next).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Takes a shot that was missing, or is another now.</summary>
    /// <param name="shot">Its number.</param>
    /// <param name="part">Its pictures.</param>
    /// <param name="onChanged">Gets it where it was handed on before; null when nobody follows.</param>
    public async Task PutAsync(int shot, JoinPart part, Func<int, JoinPart, Task>? onChanged)
    {
        if (shot >= _parts.Count)
        {
            await AddAsync(shot, part).ConfigureAwait(false);
            return;
        }

        _parts[shot] = part;
        if (onChanged is not null)
        {
            await onChanged(shot, part).ConfigureAwait(false);
        }
    }
}
