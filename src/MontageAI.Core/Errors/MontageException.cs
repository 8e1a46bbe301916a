namespace MontageAI.Errors;

/// <summary>
/// The world failed in a way that we can explain. <see cref="Exception.Message"/> names the file, the reason and the remedy,
/// and is safe to print to a user; a host that has words of its own says <see cref="Sentence"/> with these.
/// </summary>
public class MontageException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="code">What kind of thing went wrong.</param>
    /// <param name="sentence">What failed, on what, and what to do.</param>
    /// <param name="inner">The cause, or null.</param>
    public MontageException(ErrorCode code, Phrase sentence, Exception? inner = null)
        : base(sentence?.ToString(), inner) => (Code, Sentence) = (code, sentence!);

    /// <summary>What kind of thing went wrong.</summary>
    public ErrorCode Code { get; }

    /// <summary>What failed, on what, and what to do.</summary>
    public Phrase Sentence { get; }

    /// <summary>The part of the request that is at fault; null where none is.</summary>
    public virtual Field? Field => null;

    /// <summary>The file that is at fault; null where none is, or several are.</summary>
    public virtual string? File => null;
}

/// <summary>Options or a file that the user wrote are wrong; every problem found is listed.</summary>
public sealed class ConfigurationException : MontageException
{
    /// <summary>Creates the exception from all problems found.</summary>
    /// <param name="problems">At least one.</param>
    public ConfigurationException(IReadOnlyList<Problem> problems)
        : base(problems[0].Code, Phrase.Join(Environment.NewLine, problems.Select(p => p.Sentence))) => Problems = problems;

    /// <summary>Creates the exception from one problem.</summary>
    /// <param name="code">What kind of thing is wrong.</param>
    /// <param name="text">Value, allowed range and remedy, without the field.</param>
    /// <param name="field">The part of the request that is spoken of, or null.</param>
    /// <param name="file">The file at fault, or null.</param>
    public ConfigurationException(ErrorCode code, Phrase text, Field? field = null, string? file = null)
        : this([new Problem(code, text, field) { File = file }]) { }

    /// <summary>Everything that is wrong.</summary>
    public IReadOnlyList<Problem> Problems { get; }

    /// <inheritdoc/>
    public override Field? Field => Problems[0].Field;

    /// <inheritdoc/>
    public override string? File => Problems.All(p => p.File == Problems[0].File) ? Problems[0].File : null;
}

/// <summary>A media file cannot be used.</summary>
public sealed class MediaException : MontageException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="code">What kind of thing is wrong with it.</param>
    /// <param name="path">The file.</param>
    /// <param name="reason">What is wrong with it, in words for its owner.</param>
    /// <param name="remedy">What the owner can do.</param>
    /// <param name="inner">The cause, or null.</param>
    public MediaException(ErrorCode code, string path, string reason, Phrase remedy, Exception? inner = null)
        : base(code, $"'{Printable.Of(path)}': {reason} {remedy}", inner)
    {
        Path = path;
        Reason = reason;
        Remedy = remedy;
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <inheritdoc/>
    public override string? File => Path;

    /// <summary>What is wrong with it.</summary>
    public string Reason { get; }

    /// <summary>What its owner can do.</summary>
    public Phrase Remedy { get; }
}
