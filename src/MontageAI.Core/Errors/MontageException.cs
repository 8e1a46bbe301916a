namespace MontageAI.Errors;

/// <summary>
/// The world failed in a way that we can explain. <see cref="Exception.Message"/> names the file, the reason and the remedy,
/// and is safe to print to a user.
/// </summary>
public class MontageException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What failed, on what, and what to do.</param>
    /// <param name="inner">The cause, or null.</param>
    public MontageException(string message, Exception? inner = null)
        : base(message, inner) { }
}

/// <summary>Options or a file that the user wrote are wrong; every problem found is listed.</summary>
public sealed class ConfigurationException : MontageException
{
    /// <summary>Creates the exception from all problems found.</summary>
    /// <param name="problems">One sentence each: option, value, allowed range, remedy.</param>
    public ConfigurationException(params IReadOnlyList<string> problems)
        : base(string.Join(Environment.NewLine, problems)) => Problems = problems;

    /// <summary>One sentence per problem.</summary>
    public IReadOnlyList<string> Problems { get; }
}

/// <summary>A media file cannot be used.</summary>
public sealed class MediaException : MontageException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="path">The file.</param>
    /// <param name="reason">What is wrong with it, in words for its owner.</param>
    /// <param name="remedy">What the owner can do.</param>
    /// <param name="inner">The cause, or null.</param>
    public MediaException(string path, string reason, string remedy, Exception? inner = null)
        : base($"'{Printable.Of(path)}': {reason} {remedy}", inner)
    {
        Path = path;
        Reason = reason;
        Remedy = remedy;
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>What is wrong with it.</summary>
    public string Reason { get; }

    /// <summary>What its owner can do.</summary>
    public string Remedy { get; }
}
