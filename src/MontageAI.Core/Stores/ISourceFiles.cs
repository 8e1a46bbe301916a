using MontageAI.Errors;
using MontageAI.Media;

namespace MontageAI.Stores;

/// <summary>Tells what file lies at a path. Safe for threads.</summary>
public interface ISourceFiles
{
    /// <summary>
    /// Looks at the file that would be opened under a path: where the path is a link, at its target. A file is read once; while its size,
    /// times and number in the file system stay as they were, later questions are answered without opening it.
    /// </summary>
    /// <param name="path">The file; relative paths are made full.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="MediaException">It is not there, is no plain file, is empty, cannot be read, or changes while it is
    /// read.</exception>
    Task<SourceFile> IdentifyAsync(string path, CancellationToken cancellationToken);

    /// <summary>How often files were read.</summary>
    SourceStatistics Statistics { get; }
}
