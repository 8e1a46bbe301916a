using MontageAI.Engine.Projects;

namespace MontageAI.Studio.Contracts;

/// <summary>What the server is and allows.</summary>
/// <param name="Version">Version of the program.</param>
/// <param name="Cores">Processors that it uses.</param>
/// <param name="Limits">What it refuses beyond.</param>
/// <param name="Roots">Folders whose files may be used.</param>
/// <param name="Edits">Words of edits, a line each.</param>
/// <param name="Shows">Whether a film can be shown in the file manager of the server's machine.</param>
internal sealed record InfoView(
    string Version,
    int Cores,
    LimitsView Limits,
    IReadOnlyList<string> Roots,
    IReadOnlyList<string> Edits,
    bool Shows
);

/// <summary>What the server refuses beyond.</summary>
/// <param name="UploadBytes">Largest upload.</param>
/// <param name="WaitingPerProject">Jobs that wait per project.</param>
/// <param name="WaitingInAll">Jobs that wait in all.</param>
/// <param name="FootagePerProject">Clips of a project.</param>
internal sealed record LimitsView(long UploadBytes, int WaitingPerProject, int WaitingInAll, int FootagePerProject);

/// <summary>Signing in.</summary>
/// <param name="Token">The token that the server printed.</param>
internal sealed record SessionAsk(string Token);

/// <summary>A session.</summary>
/// <param name="Secret">What changes must carry as X-Montage-Secret.</param>
internal sealed record SessionView(string Secret);

/// <summary>A style or a look.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it is.</param>
/// <param name="Pace">How fast a style cuts; null for looks.</param>
/// <param name="Offered">Whether it is one of the few that are offered before all others; what these need is measured ahead.</param>
internal sealed record ChoiceView(string Name, string Description, PaceView? Pace, bool Offered);

/// <summary>How fast a style cuts, in beats per shot, and how it joins shots.</summary>
/// <param name="Intro">In an intro.</param>
/// <param name="Verse">In a verse.</param>
/// <param name="Build">In a build.</param>
/// <param name="Chorus">In a chorus.</param>
/// <param name="Outro">In an outro.</param>
/// <param name="Soft">Share of cuts that dissolve or fade, 0 to 1.</param>
/// <param name="Hard">Share of cuts that whip, zoom or flash, 0 to 1.</param>
internal sealed record PaceView(double Intro, double Verse, double Build, double Chorus, double Outro, double Soft, double Hard)
{
    /// <summary>The engine's, in the API's words.</summary>
    public static PaceView Of(Engine.Reporting.StylePace pace) =>
        new(pace.Intro, pace.Verse, pace.Build, pace.Chorus, pace.Outro, pace.Soft, pace.Hard);
}

/// <summary>Health.</summary>
/// <param name="Status">"live", "ready" or what is missing.</param>
internal sealed record HealthView(string Status);

/// <summary>The farm that films are rendered by.</summary>
/// <param name="Status">"none" where films are rendered on this machine, "ready", or "silent" while it does not answer and films are
/// rendered on this machine.</param>
/// <param name="Where">Address of its queue; null for none.</param>
/// <param name="Hosted">Whether it was made beside the server, and ends with it.</param>
/// <param name="Waiting">Tasks in its queue, of all who use it.</param>
/// <param name="Machines">Machines that work for it.</param>
internal sealed record FarmView(string Status, string? Where, bool Hosted, long Waiting, IReadOnlyList<FarmMachineView> Machines);

/// <summary>A machine that works for the farm.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Slots">Tasks that it does at once.</param>
/// <param name="Running">Tasks that it does now.</param>
internal sealed record FarmMachineView(string Name, int Slots, int Running);

/// <summary>A new project.</summary>
/// <param name="Name">Its name for people.</param>
internal sealed record ProjectAsk(string Name);

/// <summary>A change of a project.</summary>
internal sealed record ProjectChange
{
    /// <summary>Another name.</summary>
    public string? Name { get; init; }
}

/// <summary>A project in a list.</summary>
/// <param name="Id">Its name for programs.</param>
/// <param name="Name">Its name for people.</param>
/// <param name="Footage">How many clips it has.</param>
/// <param name="Head">The revision that is shown; 0 for none.</param>
/// <param name="Changed">When it was changed last.</param>
/// <param name="Picture">Fingerprint of a clip whose sprites stand for it; null while there is none.</param>
internal sealed record ProjectEntryView(string Id, string Name, int Footage, int Head, DateTimeOffset Changed, string? Picture)
{
    /// <summary>Why it cannot be opened; null where it can.</summary>
    public string? Problem { get; init; }
}

/// <summary>A file of a project.</summary>
/// <param name="Id">Its name within the project.</param>
/// <param name="Path">Where it lies; relative to the project's folder for what was uploaded.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Here">Whether it is there now.</param>
/// <param name="Fingerprint">Its content's fingerprint, under which its sprites and its curve are; null while it is not known.</param>
internal sealed record MediaView(string Id, string Path, long Bytes, bool Here, string? Fingerprint);

/// <summary>A project.</summary>
internal sealed record ProjectView
{
    /// <summary>Its name for programs.</summary>
    public required string Id { get; init; }

    /// <summary>Its name for people.</summary>
    public required string Name { get; init; }

    /// <summary>Its folder.</summary>
    public required string Folder { get; init; }

    /// <summary>Its clips.</summary>
    public required IReadOnlyList<MediaView> Footage { get; init; }

    /// <summary>Its song.</summary>
    public MediaView? Song { get; init; }

    /// <summary>What was asked for last.</summary>
    public required ProjectSettings Settings { get; init; }

    /// <summary>The revision that is shown; 0 for none.</summary>
    public int Head { get; init; }

    /// <summary>The revision that undo leads to.</summary>
    public int? Undo { get; init; }

    /// <summary>The revision that redo leads to.</summary>
    public int? Redo { get; init; }

    /// <summary>What was lost at the end of its log, when it was opened.</summary>
    public string? Dropped { get; init; }
}

/// <summary>Files that a project gets.</summary>
/// <param name="Paths">Files, or folders with everything below them, within the roots.</param>
internal sealed record FootageAsk(IReadOnlyList<string> Paths)
{
    /// <summary>The files and folders.</summary>
    public IReadOnlyList<string> Paths { get; } = Items.Whole(Paths, "paths");
}

/// <summary>The clips of a project after a change.</summary>
/// <param name="Footage">All of them.</param>
/// <param name="SetAside">What was not taken, and why.</param>
/// <param name="Job">The job that looks at the new ones.</param>
internal sealed record FootageView(IReadOnlyList<MediaView> Footage, IReadOnlyList<string> SetAside, string? Job);

/// <summary>The song that a project gets.</summary>
/// <param name="Path">The file, within the roots; null for none.</param>
internal sealed record SongAsk(string? Path);

/// <summary>A plan that is wanted.</summary>
internal sealed record PlanAsk
{
    /// <summary>What it shall be; members that are left out stay as they were.</summary>
    public ProjectSettings? Settings { get; init; }

    /// <summary>Whether locked shots and bans of the plan that is shown stay.</summary>
    public bool KeepLocked { get; init; } = true;
}

/// <summary>Work that was taken in.</summary>
/// <param name="Job">Its name.</param>
/// <param name="Href">Where to ask for it.</param>
internal sealed record AcceptedView(string Job, string Href);

/// <summary>A change of the plan in the words of the command line.</summary>
/// <param name="Edit">Words such as "swap=s03", applied in order.</param>
internal sealed record EditAsk(IReadOnlyList<string> Edit)
{
    /// <summary>The changes.</summary>
    public IReadOnlyList<string> Edit { get; } = Items.Whole(Edit, "edit");

    /// <summary>What it is, for the history.</summary>
    public string? Label { get; init; }
}

/// <summary>A revision that is meant.</summary>
/// <param name="Revision">Its number.</param>
internal sealed record RevisionAsk(int Revision);

/// <summary>A revision in the history.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Parent">The revision that it was made from.</param>
/// <param name="Label">What it is.</param>
/// <param name="Edit">Words of the edit; null for a plan.</param>
/// <param name="Time">When.</param>
internal sealed record RevisionView(int Number, int Parent, string Label, IReadOnlyList<string>? Edit, DateTimeOffset Time);

/// <summary>The history of a project.</summary>
/// <param name="Head">The revision that is shown.</param>
/// <param name="Revisions">All revisions in order.</param>
internal sealed record HistoryView(int Head, IReadOnlyList<RevisionView> Revisions);
