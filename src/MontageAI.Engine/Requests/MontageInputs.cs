using MontageAI.Engine.Intake;
using MontageAI.Engine.Jobs;
using MontageAI.Engine.Outputs;
using MontageAI.Engine.Planning;
using MontageAI.Errors;

namespace MontageAI.Engine.Requests;

/// <summary>What a montage is made from.</summary>
internal static class MontageInputs
{
    /// <summary>Names all that a request reads.</summary>
    /// <param name="guard">Told.</param>
    /// <param name="request">The request.</param>
    /// <exception cref="ConfigurationException">Beats are given, and no song that they are of.</exception>
    public static OutputGuard Claim(OutputGuard guard, MontageRequest request)
    {
        if (request is { Music: null, Beats.IsNone: false })
        {
            throw new ConfigurationException(
                ErrorCode.Conflict,
                $"is needed where beats are given or corrected ({Field.Beats} and the like), since they are those of a song. Name it, or "
                    + $"leave them out.",
                Field.Music
            );
        }

        return guard
            .Inputs("a clip", () => ClipFinder.Find(request.Clips, request.Music).Files)
            .Input("the song", request.Music)
            .Input("the file of captions", request.Text.Captions)
            .Input("the model of captions", request.Text.CaptionModel)
            .Input("the file of beats", request.Beats.File)
            .Inputs("a style", () => Styles(request))
            .Inputs("a colour table", () => Tables(request));
    }

    private static IEnumerable<string> Styles(MontageRequest request) =>
        request.StyleChoice.Folder is { } folder && Directory.Exists(folder)
            ? Directory.EnumerateFiles(folder).Append(request.Style)
            : [request.Style, request.Style + ".json"];

    private static IEnumerable<string?> Tables(MontageRequest request) =>
        [request.StyleChoice.Look, new StyleFinder(request.StyleChoice.Folder).Find(request.Style).Look.Lut];
}
