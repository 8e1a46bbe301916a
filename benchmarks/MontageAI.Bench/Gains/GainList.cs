namespace MontageAI.Bench.Gains;

/// <summary>The rows of the table, from one technique to the whole.</summary>
internal static class GainList
{
    /// <summary>All rows in order.</summary>
    public static IReadOnlyList<Gain> All { get; } =
    [
        new("Shots by key frames, not by every frame: H.264 as x264 writes it", "S2", "key frames, H.264, a key frame at cuts")
        {
            Expected = 5,
            ExpectedMost = 10,
            Why = "Where key frames differ, frames between them are looked at, up to ten seconds of a clip.",
        },
        new("the same: H.264 with a key frame every second", "S2", "key frames, H.264, a key frame every second")
        {
            Expected = 5,
            ExpectedMost = 10,
            Why = "One frame in thirty is a key frame, and each cut lies between two: up to ten seconds of them are looked at.",
        },
        new("the same: HEVC", "S2", "key frames, HEVC")
        {
            Expected = 5,
            ExpectedMost = 10,
            Why = "Frames between key frames that differ are looked at, up to ten seconds.",
        },
        new("the same: VP9", "S2", "key frames, VP9")
        {
            Expected = 5,
            ExpectedMost = 10,
            Why = "Its key frames do not lie on cuts, so that many frames are decoded up to each.",
        },
        new("Cuts to the frame by key frames: H.264 as x264 writes it", "S2", "cuts to the frame, H.264, a key frame at cuts"),
        new("the same: H.264 with a key frame every second", "S2", "cuts to the frame, H.264, a key frame every second")
        {
            Why = "Each cut wants an FFmpeg of its own for the second around it.",
        },
        new("the same: VP9", "S2", "cuts to the frame, VP9")
        {
            Why = "Up to 128 frames are decoded to reach each cut, often more than there are: `--mode exact` is cheaper there.",
        },
        new("Energy of the song by statistics, not by its spectrum", "A1", "energy,")
        {
            Expected = 20,
            ExpectedMost = 50,
            Why = "Both run on the same samples; decoding them is not counted.",
        },
        new("Clips and song known from the run before", "D2", "second run, wall")
        {
            Expected = 2,
            ExpectedMost = 3,
            Why = "The pictures of another film are rendered anew: only what was found out about clips and song is there already.",
        },
        new("k-d tree, not a scan of all places", "C2", "choosing,")
        {
            Expected = 2,
            ExpectedMost = 5,
            Why = "The scan is vectorised; only from 100,000 shots on does the tree win much.",
        },
        new("Scoring by vectors", "C4", "scoring,") { Why = "Eight floats at once, and memory sets the limit." },
        new("Voice windows in batches", "G3", "voice windows") { Why = "One core; on a graphics card the factor is another." },
        new("Two workers, not one", "P1 P3", "two workers")
        {
            Expected = 2,
            ExpectedMost = 4,
            Why = "Two cores give at most twice; the second is shared with everything else on the machine.",
        },
        new("Work stealing, not half of the clips each", "P3", "work stealing") { Why = "One clip is as long as the others together." },
        new("All cores, not one: a cold preview", "P1 V6", "cores,")
        {
            Expected = 2,
            ExpectedMost = 3,
            Why = "Two cores give at most twice, and what happens in turn (the start, the song's tail, the join) is not shared.",
        },
        new("Pipelining: shown while it is made, not when all is done", "C5 N5", "seen while made")
        {
            Expected = 1.5,
            ExpectedMost = 2,
            Why = "The first ten seconds wait for the song and for some clips, whatever the film's length.",
        },
        new("One decode for proxy, shots and sprites, not three", "V4", "V4 proxy + exact shots")
        {
            Unit = "CPU s",
            Why = "Each of the three also costs work of its own, which stays.",
        },
        new("A new plan's pictures from proxies, not from the clips", "W1", "W1 joined picture") { Unit = "wall s" },
        new("Smart cut of a minute, not encoding it", "V2", "smart cut instead of encoding, CPU"),
        new("Copy where both ends are key frames", "V2", "copy instead of encoding, CPU"),
        new("Reading a file's tables in-process, not by ffprobe", "V3", "probing, CPU"),
        new("Joining shots in-process, not by FFmpeg", "V3", "join, wall ms"),
        new("Key frames of four clips by one process", "P2", "key frames of all clips")
        {
            Why = "A start costs as much as some key frames.",
        },
        new("Samples through a pipe, not a file: two processes at once", "D1", "D1 sound, the same, wall")
        {
            Expected = 1.3,
            ExpectedMost = 1.5,
            Why = "The page cache holds the file; what is gained is that both run at once, which two cores allow hardly more than once.",
        },
        new("Decoded pictures through a pipe, not a file", "D1", "D1 picture, the same, wall")
        {
            Expected = 1.3,
            ExpectedMost = 1.5,
            Why = "Encoding takes longer than writing and reading the file.",
        },
        new("Shot files in memory, not on disk", "D2", "D2 the same, wall") { Why = "Linux keeps young files in memory anyway." },
        new("Direct writing of films of 1 GiB", "D4", "D4 film of 1 GiB, cached")
        {
            Why = "It keeps other programs' files in the page cache; it is no faster.",
        },
        new("The whole, against the plain way: until something is seen", "T3", "the plain way, set M: until something")
        {
            Expected = 15,
            ExpectedMost = 30,
            Why = "Both decode and encode on the same two cores, and our first ten seconds wait for eight clips and the song.",
        },
        new("The whole, against the plain way: until all is done", "T3", "the plain way, set M: until all"),
        new("The whole, against PySceneDetect + aubio + FFmpeg: until something is seen", "T3", "peers: until something")
        {
            Expected = 15,
            ExpectedMost = 30,
            Why = "As above; the script also chooses nothing.",
        },
        new("The whole, against them: until all is done", "T3", "peers: until all"),
    ];
}
