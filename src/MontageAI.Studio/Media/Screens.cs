using MontageAI.Engine;

namespace MontageAI.Studio.Media;

/// <summary>The screens of all projects that are open. Safe for threads.</summary>
internal sealed class Screens(MontageEngine engine) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Screen> _open = new(StringComparer.Ordinal);

    /// <summary>The screen of a project.</summary>
    public Screen Of(string project)
    {
        lock (_gate)
        {
            if (!_open.TryGetValue(project, out Screen? screen))
            {
                _open[project] = screen = new Screen(engine);
            }

            return screen;
        }
    }

    /// <summary>Lets go of what a project held.</summary>
    public void Close(string project)
    {
        lock (_gate)
        {
            if (_open.Remove(project, out Screen? screen))
            {
                screen.Dispose();
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            foreach (Screen screen in _open.Values)
            {
                screen.Dispose();
            }

            _open.Clear();
        }
    }
}
