using MontageAI.Errors;
using MontageAI.Models.Catalogue;

namespace MontageAI.Models.Workers;

/// <summary>
/// Runs a model once before it is used: whether its file is one, whether it takes and gives what models of its kind do, and whether what it
/// gives are numbers. Everything but the first look happens in a worker.
/// </summary>
internal static class ModelTrial
{
    /// <summary>Tries a model.</summary>
    /// <param name="model">The model; its files lie in their folder.</param>
    /// <param name="label">What its user calls it: its name, or the file that was given.</param>
    /// <param name="worker">Where it runs; belongs to the caller. Null where there is none: then nothing is run.</param>
    /// <exception cref="MontageException">It cannot be used.</exception>
    public static void Check(InstalledModel model, string label, ModelWorker? worker)
    {
        // Files with the sum of the catalogue are what they are; they are loaded, to see that this machine can.
        bool isKnown = ModelCatalogue.Find(model.Name) is { } entry && entry.Files.All(f => f.Sha256 is not null);
        if (worker is null && !isKnown)
        {
            throw new ConfigurationException(
                ErrorCode.Conflict,
                $"'{label}' cannot be tried, since this program starts no process for models of users.",
                Field.LearnedModel
            );
        }

        foreach (InstalledFile file in model.Files.Where(f => f.Name.EndsWith(".onnx", StringComparison.Ordinal)))
        {
            string path = model.PathOf(file.Name);
            if (ModelFile.Problem(path) is { } problem)
            {
                throw Refused(problem);
            }

            if (worker is null)
            {
                continue;
            }

            try
            {
                using WorkerSession session = new(worker, label, path, file.Sha256);
                if (!isKnown)
                {
                    Try(session, model.Kind, Refused);
                }
            }
            catch (ModelLostException e)
            {
                throw Refused(e.Why);
            }
        }

        MontageException Refused(string why) =>
            new ConfigurationException(
                ErrorCode.ModelInvalid,
                $"'{label}' cannot be used as a model for {model.Kind.ToString().ToLowerInvariant()}: {why}. Nothing was added; give "
                    + "the file of another model, or fetch this one again.",
                file: label
            );
    }

    private static void Try(WorkerSession session, ModelKind kind, Func<string, MontageException> refused)
    {
        string[] names = [.. session.Outputs.Select(o => o.Name)];
        if (!ModelForms.Takes(session.Inputs, kind) || session.Outputs.Any(o => o.Numbers is null))
        {
            throw refused(
                $"it takes {string.Join(" and ", session.Inputs)} and gives {string.Join(" and ", session.Outputs)}; {ModelForms.Of(kind)}"
            );
        }

        IReadOnlyList<ModelTensor> inputs = [.. session.Inputs.Select(i => ModelForms.Neutral(i, kind))];
        IReadOnlyList<ModelTensor> given = session.Run(inputs, names);
        if (!ModelForms.Gives(inputs, given, kind))
        {
            string shapes = string.Join(" and ", given.Select(g => new TensorFacts(g.Name, g.Numbers, g.Shape)));
            throw refused($"in a trial it gave {shapes}; {ModelForms.Of(kind)}");
        }

        if (given.FirstOrDefault(g => g.Floats.ContainsAnyExceptInRange(float.MinValue, float.MaxValue)) is { } odd)
        {
            throw refused($"in a trial its output '{odd.Name}' held what are no numbers");
        }
    }
}
