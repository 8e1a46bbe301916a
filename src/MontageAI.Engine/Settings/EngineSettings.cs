using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using MontageAI.Engine.Tasks;
using MontageAI.Models.Runtime;
using MontageAI.Storage;
using MontageAI.Stores;

namespace MontageAI.Engine.Settings;

/// <summary>What a host decides before anything runs. Libraries read no environment; hosts do, and put it here.</summary>
public sealed record EngineSettings
{
    /// <summary>Path of ffmpeg or of the folder that holds ffmpeg and ffprobe; null searches <see cref="SearchPath"/>.</summary>
    public string? FFmpegPath { get; init; }

    /// <summary>Folders to search for programs, as in the PATH variable.</summary>
    public string? SearchPath { get; init; }

    /// <summary>Longest time in which an FFmpeg process may write nothing before it is taken to hang.</summary>
    public TimeSpan StallLimit { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Folder of the store.</summary>
    public required string CacheFolder { get; init; }

    /// <summary>How the store is kept: a database of this machine, or files that several machines share.</summary>
    public StoreKind Store { get; init; } = StoreKind.Database;

    /// <summary>Most bytes that rendered artifacts may take; the least recently used go first.</summary>
    public long CacheBytes { get; init; } = 20L * 1024 * 1024 * 1024;

    /// <summary>Folder in memory for scratch files; null keeps them on disk.</summary>
    public string? RamFolder { get; init; }

    /// <summary>Folder of the learned models that were added to those inside the program; need not exist. Null has none.</summary>
    public string? ModelsFolder { get; init; }

    /// <summary>Program and arguments that run MontageAI.Models.Workers.ModelWorkerProgram between its standard input and output; models
    /// that were added run there, so that one which crashes, hangs or takes too much memory does not take the host along. Null starts
    /// none: such models are not run then, and a user's own cannot be added.</summary>
    public IReadOnlyList<string>? ModelWorker { get; init; }

    /// <summary>How learned models run.</summary>
    public ModelSettings ModelSettings { get; init; } = new();

    /// <summary>Processors to use; null uses all.</summary>
    public int? Cores { get; init; }

    /// <summary>Version of Montage AI, for reports.</summary>
    public required string Version { get; init; }

    /// <summary>Jobs that run at once, 1 or more; further ones wait. They share the cores, so more do not make each other faster.</summary>
    public int RunningJobs { get; init; } = 16;

    /// <summary>Jobs that may wait for their turn, 0 or more; further ones are refused.</summary>
    public int WaitingJobs { get; init; } = 256;

    /// <summary>
    /// Whether the engine, while no job runs, makes by itself what the next preview of clips that were shown profits from: their proxies,
    /// and the song alone where the clips' own sound was mixed into it. It steps aside as soon as a job is started. For hosts that stay;
    /// what takes its time is decoding all clips once, and proxies take 18 MB of the store per minute of footage.
    /// </summary>
    public bool FollowUps { get; init; }

    /// <summary>Has shots rendered elsewhere, into the same store; null renders them on this machine.</summary>
    public ITaskEngine? Tasks { get; init; }

    /// <summary>Small results that other machines share, beside the store; null where there are none.</summary>
    public ISharedResults? SharedResults { get; init; }

    /// <summary>Folder of what the user decided in earlier montages, which lies on one machine only; null keeps it with the
    /// results.</summary>
    public string? MemoryFolder { get; init; }

    /// <summary>A language model that reads wishes in words; null has fixed rules read them, and nothing leaves the machine.</summary>
    public LanguageModel? LanguageModel { get; init; }

    /// <summary>The host's log, category "MontageAI.Engine"; by default nothing is written. File names are in it, and at level Trace the
    /// command lines of child processes.</summary>
    public ILoggerFactory Loggers { get; init; } = NullLoggerFactory.Instance;

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
