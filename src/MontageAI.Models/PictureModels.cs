using MontageAI.Detection;
using MontageAI.Models.Catalogue;
using MontageAI.Models.Objects;
using MontageAI.Models.Pictures;
using MontageAI.Models.Runtime;
using MontageAI.Models.Workers;

namespace MontageAI.Models;

/// <summary>The models that see what pictures show, of those that were added: each is opened when it is first asked for, and anew when
/// another file takes its place. Safe for threads.</summary>
/// <param name="worker">Where users' own models run; null where this program starts no process for them.</param>
/// <param name="place">Where the others run.</param>
internal sealed class PictureModels(Lazy<ModelWorker?> worker, Func<InferencePlace> place) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, IDisposable> _open = [];

    /// <summary>What puts pictures and words into one space.</summary>
    public (IPictureEmbedder? Embedder, string? Problem) Embedder(InstalledModels installed)
    {
        string? problem = null;
        foreach (InstalledModel model in Of(installed, ModelKind.Clip))
        {
            if (Problem(model) is { } own)
            {
                problem ??= own;
            }
            else if (ClipFiles.Of(model) is { } files)
            {
                return (
                    Open(
                        model,
                        () =>
                            new ClipEmbedder(model.Name, model.Sha256, ModelRuntime.Instance.Version!, files, () => worker.Value!, place())
                    ),
                    null
                );
            }
            else
            {
                problem ??= $"the model '{model.Name}' is of another shape than CLIP's, or lacks its list of words";
            }
        }

        return (null, problem);
    }

    /// <summary>What names the things in pictures.</summary>
    public (IObjectDetector? Detector, string? Problem) Detector(InstalledModels installed)
    {
        InstalledModel? model = Of(installed, ModelKind.Objects).FirstOrDefault();
        return model is null ? (null, null)
            : Problem(model) is { } problem ? (null, problem)
            : (Open(model, () => Detector(model)), null);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            foreach (IDisposable model in _open.Values)
            {
                model.Dispose();
            }

            _open.Clear();
        }
    }

    // A user's own first, then in the order of the catalogue.
    private static IEnumerable<InstalledModel> Of(InstalledModels installed, ModelKind kind)
    {
        IReadOnlyList<CatalogueEntry> entries = ModelCatalogue.Entries;
        return installed
            .All.Where(m => m.Kind == kind)
            .OrderBy(m => m.IsOwn ? -1 : entries.TakeWhile(e => e.Name != m.Name).Count())
            .ThenBy(m => m.Name, StringComparer.Ordinal);
    }

    private NanoDetector Detector(InstalledModel model) =>
        new(model.Name, model.Sha256, ModelRuntime.Instance.Version!, new AddedFile(model, model.Files[0]), () => worker.Value!, place());

    private string? Problem(InstalledModel model) =>
        ModelRuntime.Instance.Version is null
            ? $"the library that runs the model '{model.Name}' cannot be loaded ({ModelRuntime.Instance.Problem})"
        : model.IsOwn && worker.Value is null
            ? $"the model '{model.Name}' is not run, since this program starts no process for users' own models"
        : null;

    private T Open<T>(InstalledModel model, Func<T> make)
        where T : IDisposable
    {
        lock (_gate)
        {
            string key = $"{model.Name} {model.Sha256}";
            if (!_open.TryGetValue(key, out IDisposable? open))
            {
                _open.Add(key, open = make());
            }

            return (T)open;
        }
    }
}
