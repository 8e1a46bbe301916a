using System.Globalization;
using System.Text;
using MontageAI.Engine.Maintenance;
using MontageAI.Errors;
using MontageAI.Models.Catalogue;

namespace MontageAI.Cli.Output;

/// <summary>What is known of learned models, for people.</summary>
internal static class ModelText
{
    /// <summary>One line for each.</summary>
    public static string List(IReadOnlyList<ModelFacts> models)
    {
        StringBuilder text = new();
        foreach (ModelFacts model in models)
        {
            string what = string.Join("; ", (string[])[model.Adds ?? Own(model), .. Reservations(model)]);
            text.Append(
                CultureInfo.InvariantCulture,
                $"{model.Name, -14} {Place(model.Place), -14} {model.Licence ?? "own", -12} {Size(model.Bytes), 9}  {what}\n"
            );
        }

        return text.ToString();
    }

    /// <summary>Everything about one.</summary>
    public static string Info(ModelFacts model)
    {
        StringBuilder text = new();
        Line("name", model.Name);
        Line("model", model.Title);
        Line("for", model.Kind.ToString().ToLowerInvariant());
        Line("adds", model.Adds);
        Line("figures", Figures(model));
        Line("state", string.Join("; ", (string[])[Place(model.Place), .. Reservations(model)]));
        Line("remark", model.Remark);
        Line("licence", Licence(model));
        Line("takes", model.Inputs);
        Line("gives", model.Outputs);
        Line("lies in", model.Folder);
        foreach (CatalogueFile file in model.Files)
        {
            Line("file", $"{file.Name}, {(file.Bytes > 0 ? $"{file.Bytes} bytes" : "size not known")}");
            Line("  from", file.Source?.ToString());
            Line("  sha-256", file.Sha256 ?? "not known: it can be added with --from FILE only");
        }

        return text.ToString();

        void Line(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value))
            {
                text.Append(CultureInfo.InvariantCulture, $"{name, -10} {value}\n");
            }
        }
    }

    /// <summary>What is agreed to by adding it.</summary>
    public static string Terms(ModelFacts model, string? from)
    {
        IEnumerable<string?> hosts = model.Files.Select(f => f.Source?.Host).Distinct();
        string where = from is null ? $"will be fetched from {string.Join(", ", hosts)}" : $"will be taken from '{Printable.Of(from)}'";
        string size = model.Bytes > 0 ? $"{Size(model.Bytes)} " : "";
        string reservations = string.Concat(Doubts(model).Select(r => $"Note: {r}.\n"));
        string remark = model.Remark is null ? "" : model.Remark + "\n";
        return $"{model.Title}: {model.Adds} ({Figures(model)}).\nLicence: {Licence(model)}\n{reservations}{remark}{size}{where}.\n";
    }

    /// <summary>That it was added.</summary>
    public static string Added(ModelFacts model) => $"Added '{model.Name}' ({Size(model.Bytes)}) in {Printable.Of(model.Folder ?? "")}\n";

    /// <summary>Whether they still are what they were.</summary>
    public static string Verdicts(IReadOnlyList<ModelVerdict> verdicts) =>
        verdicts.Count == 0
            ? "No model was added.\n"
            : string.Concat(
                verdicts.Select(v =>
                    v.Changed is null
                        ? $"ok   {v.Name}\n"
                        : $"BAD  {v.Name}: '{Printable.Of(v.Changed)}' is missing or changed; remove the model and add it again.\n"
                )
            );

    /// <summary>A size for people.</summary>
    public static string Size(long bytes) =>
        bytes == 0 ? "-"
        : bytes < 100_000 ? string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e3:0.0} kB")
        : string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.0} MB");

    private static string Place(ModelPlace place) =>
        place switch
        {
            ModelPlace.Program => "in the program",
            ModelPlace.Added => "added",
            ModelPlace.Catalogue => "can be added",
            _ => "from a file",
        };

    private static string Own(ModelFacts model) =>
        model.Place == ModelPlace.Program
            ? model.Kind.ToString().ToLowerInvariant()
            : $"your own, for {model.Kind.ToString().ToLowerInvariant()}";

    private static string Licence(ModelFacts model) =>
        model.Licence is null
            ? ""
            : string.Join(", ", new[] { model.Licence, model.Copyright, model.LicenceText?.ToString() }.OfType<string>());

    private static string Figures(ModelFacts model) =>
        model.Measured switch
        {
            "here" => "our figures",
            "published" => "its authors' claim",
            "not" => "not measured",
            _ => "",
        };

    private static IEnumerable<string> Reservations(ModelFacts model)
    {
        if (model.Measured == "published")
        {
            yield return "its authors' claim";
        }

        foreach (string doubt in Doubts(model))
        {
            yield return doubt;
        }
    }

    private static IEnumerable<string> Doubts(ModelFacts model)
    {
        if (!model.IsTested)
        {
            yield return "untested";
        }

        if (!model.IsUsed)
        {
            yield return "not used by this version yet";
        }
    }
}
