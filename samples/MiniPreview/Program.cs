using MontageAI.Engine;
using MontageAI.Engine.Jobs;
using MontageAI.Engine.Reporting;
using MontageAI.Engine.Requests;
using MontageAI.Engine.Settings;

// MiniPreview CLIPS SONG OUT.mp4: a preview, and what happens while it is made.
EngineSettings settings = new()
{
    SearchPath = Environment.GetEnvironmentVariable("PATH"),
    CacheFolder = Path.ChangeExtension(args[2], ".cache"),
    Version = "sample",
};
await using MontageEngine engine = new(settings);
MontageRequest montage = new()
{
    Clips = [args[0]],
    Music = args[1],
    Output = args[2],
    IsPreview = true,
};
Job<RunReport> job = engine.Start(new CreateRequest(montage));
Console.CancelKeyPress += (_, pressed) => (pressed.Cancel, _) = (true, job.CancelAsync());
await foreach (JobEvent happened in job.Events)
{
    string? line = happened switch
    {
        ClipSeen clip => $"{clip.Path}: {clip.Shots} shots",
        BeatsFound song => $"{song.Path}: {song.Analysis.Beats.Count} beats",
        Playable playable => $"{playable.Stage}, {playable.FilmSeconds:0} s of the film: {playable.Playlist}",
        FileSetAside aside => $"{aside.File.Path}: {aside.File.Reason}",
        JobFinished end => $"{end.Outcome} {end.Error}",
        _ => null,
    };
    if (line is not null)
        Console.WriteLine($"{happened.Seconds, 6:0.0} s  {line}");
}

return job.State == JobState.Done ? 0 : 1;
