using System.Text.Json;
using System.Text.Json.Serialization;

namespace MontageAI.Errors;

/// <summary>
/// What kind of thing went wrong, for programs; the sentence beside it is for people. As text it is written in camel case
/// ("fileMissing"). Names and meanings stay; new ones may join.
/// </summary>
[JsonConverter(typeof(ErrorCodeJsonConverter))]
public enum ErrorCode
{
    /// <summary>A file or folder that was named is not there.</summary>
    FileMissing,

    /// <summary>A file is there and cannot be read.</summary>
    FileUnreadable,

    /// <summary>A file holds nothing.</summary>
    FileEmpty,

    /// <summary>A file of that name exists and may not be replaced.</summary>
    FileExists,

    /// <summary>A file or folder cannot be written.</summary>
    FileUnwritable,

    /// <summary>A folder stands where a file is needed, or a file where a folder is.</summary>
    FileKind,

    /// <summary>A file name has the wrong ending, or one that cannot be opened.</summary>
    FileName,

    /// <summary>There is nothing of that name: a style, a look, an encoder, a parameter.</summary>
    Unknown,

    /// <summary>A value lies outside its range, or is none.</summary>
    Range,

    /// <summary>Two things that were asked for exclude each other, or one needs the other.</summary>
    Conflict,

    /// <summary>A document is no sound timeline.</summary>
    TimelineInvalid,

    /// <summary>A document is no sound style.</summary>
    StyleInvalid,

    /// <summary>A file holds no sound list of beats.</summary>
    BeatsInvalid,

    /// <summary>A file holds no sound captions.</summary>
    CaptionsInvalid,

    /// <summary>A file holds no sound table of colours.</summary>
    ColourTableInvalid,

    /// <summary>A change of a timeline cannot be done, or is none.</summary>
    EditInvalid,

    /// <summary>A document of an editing program cannot be read, or holds what a montage cannot.</summary>
    InterchangeInvalid,

    /// <summary>A plan does not fit to what is asked for now.</summary>
    PlanMismatch,

    /// <summary>Nothing of what was given can be used.</summary>
    NothingUsable,

    /// <summary>A media file cannot be decoded, or not to its end.</summary>
    MediaUnreadable,

    /// <summary>A media file has no picture that can be used.</summary>
    NoPicture,

    /// <summary>A media file has no sound that can be used.</summary>
    NoSound,

    /// <summary>A media file is encrypted.</summary>
    Encrypted,

    /// <summary>A media file is of a kind that is not supported.</summary>
    Unsupported,

    /// <summary>A file is not the one that a timeline was made from.</summary>
    SourceChanged,

    /// <summary>A piece cannot be cut out in the way asked for.</summary>
    CutImpossible,

    /// <summary>Parts of a film cannot be joined.</summary>
    JoinFailed,

    /// <summary>A shot could not be rendered.</summary>
    RenderFailed,

    /// <summary>A hardware encoder or decoder that was named cannot be used.</summary>
    HardwareUnusable,

    /// <summary>FFmpeg is not there.</summary>
    ToolMissing,

    /// <summary>FFmpeg is there and cannot do what is needed.</summary>
    ToolUnsuitable,

    /// <summary>A run of FFmpeg failed.</summary>
    ToolFailed,

    /// <summary>The store of results, or the space for scratch files, does not work as it should.</summary>
    StoreFailed,

    /// <summary>A learned model that is needed is not there, or cannot be used.</summary>
    ModelMissing,

    /// <summary>A language model failed.</summary>
    ModelFailed,

    /// <summary>A file holds no learned model that can be used.</summary>
    ModelInvalid,

    /// <summary>A file could not be fetched from where it is published.</summary>
    DownloadFailed,

    /// <summary>Too much is being done already.</summary>
    Busy,

    /// <summary>Options of a command cannot be understood.</summary>
    Usage,

    /// <summary>It was stopped from outside.</summary>
    Cancelled,

    /// <summary>Something went wrong that nobody foresaw.</summary>
    Unforeseen,

    /// <summary>A document is no task that can be carried out.</summary>
    TaskInvalid,

    /// <summary>Machines of a farm cannot be reached, or do not fit together.</summary>
    FarmFailed,
}

/// <summary>Writes a code in camel case.</summary>
public sealed class ErrorCodeJsonConverter() : JsonStringEnumConverter<ErrorCode>(JsonNamingPolicy.CamelCase);
