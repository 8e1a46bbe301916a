using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace MontageAI.Studio.Contracts;

/// <summary>How everything is written and read: camel case, what is null left out, what is not known refused.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true
)]
[JsonSerializable(typeof(ApiProblem))]
[JsonSerializable(typeof(JobRecord))]
[JsonSerializable(typeof(IReadOnlyList<JobRecord>))]
[JsonSerializable(typeof(InfoView))]
[JsonSerializable(typeof(FarmView))]
[JsonSerializable(typeof(SessionAsk))]
[JsonSerializable(typeof(SessionView))]
[JsonSerializable(typeof(IReadOnlyList<ChoiceView>))]
[JsonSerializable(typeof(HealthView))]
[JsonSerializable(typeof(ProjectAsk))]
[JsonSerializable(typeof(ProjectChange))]
[JsonSerializable(typeof(IReadOnlyList<ProjectEntryView>))]
[JsonSerializable(typeof(ProjectView))]
[JsonSerializable(typeof(FootageAsk))]
[JsonSerializable(typeof(FootageView))]
[JsonSerializable(typeof(SongAsk))]
[JsonSerializable(typeof(PlanAsk))]
[JsonSerializable(typeof(AcceptedView))]
[JsonSerializable(typeof(EditAsk))]
[JsonSerializable(typeof(RevisionAsk))]
[JsonSerializable(typeof(EditView))]
[JsonSerializable(typeof(HistoryView))]
[JsonSerializable(typeof(PlanView))]
[JsonSerializable(typeof(FolderView))]
[JsonSerializable(typeof(ClaimsAsk))]
[JsonSerializable(typeof(ClaimsView))]
[JsonSerializable(typeof(RelinkAsk))]
[JsonSerializable(typeof(RelinkView))]
[JsonSerializable(typeof(RelinkTake))]
[JsonSerializable(typeof(RenderAsk))]
[JsonSerializable(typeof(ExportAsk))]
[JsonSerializable(typeof(IReadOnlyList<OutputView>))]
[JsonSerializable(typeof(VariantsAsk))]
[JsonSerializable(typeof(IReadOnlyList<AlternativeView>))]
[JsonSerializable(typeof(SongView))]
[JsonSerializable(typeof(BeatsChange))]
[JsonSerializable(typeof(UploadRecord))]
internal sealed partial class StudioJson : JsonSerializerContext
{
    /// <summary>Without ASCII escapes: letters of all scripts as they are. Never put into HTML.</summary>
    private static readonly StudioJson s_plain = new(Plain());

    /// <summary>Something as JSON in one line.</summary>
    public static string Text<T>(T value) => JsonSerializer.Serialize(value, (JsonTypeInfo<T>)s_plain.GetTypeInfo(typeof(T))!);

    private static JsonSerializerOptions Plain() =>
        new()
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        };
}
