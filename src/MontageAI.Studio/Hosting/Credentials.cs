using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using MontageAI.Errors;

namespace MontageAI.Studio.Hosting;

/// <summary>
/// The server's token and what follows from it: the cookies that it hands out, and the secret that belongs to each. A cookie is known by
/// the token alone, so pages stay signed in when the server is started again. Safe for threads.
/// </summary>
internal sealed class Credentials
{
    private const int Bytes = 32;

    private readonly byte[] _key;
    private readonly byte[] _tokenHash;

    private Credentials(string token)
    {
        Token = token;
        _key = HMACSHA256.HashData(Encoding.ASCII.GetBytes(token), "sessions"u8);
        _tokenHash = SHA256.HashData(Encoding.ASCII.GetBytes(token));
    }

    /// <summary>The token.</summary>
    public string Token { get; }

    /// <summary>Reads the token of an earlier run, or makes one that only this user can read.</summary>
    /// <param name="file">Where it is kept.</param>
    public static Credentials Of(string file)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            if (new FileInfo(file) is { Exists: true, LinkTarget: null, Length: < 200 } && IsPrivate(file))
            {
                string known = File.ReadAllText(file).Trim();
                if (known.Length == Base64Url.GetEncodedLength(Bytes) && Base64Url.IsValid(known))
                {
                    return new Credentials(known);
                }
            }

            File.Delete(file);
            string token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));
            FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            using FileStream to = new(file, options);
            to.Write(Encoding.ASCII.GetBytes(token + "\n"));
            return new Credentials(token);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MontageException(ErrorCode.FileUnwritable, $"The token cannot be kept in '{file}': {e.Message}", e);
        }
    }

    /// <summary>Whether a text is the token; takes the same time whatever it is.</summary>
    public bool IsToken(string text) => CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(text)), _tokenHash);

    /// <summary>A new session.</summary>
    /// <returns>What its cookie holds, and the secret that its changes must name.</returns>
    public (string Cookie, string Secret) Begin()
    {
        string id = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16));
        return ($"{id}.{Sign("cookie", id)}", Sign("secret", id));
    }

    /// <summary>The secret of a session; null where the cookie is none of ours.</summary>
    public string? SecretOf(string? cookie)
    {
        if (cookie is not { Length: > 0 and < 200 } || cookie.Split('.') is not [string id, string mark])
        {
            return null;
        }

        return Same(mark, Sign("cookie", id)) ? Sign("secret", id) : null;
    }

    /// <summary>Compares two texts in a time that says nothing about them.</summary>
    public static bool Same(string a, string b) =>
        CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(a)), SHA256.HashData(Encoding.UTF8.GetBytes(b)));

    private static bool IsPrivate(string file) =>
        OperatingSystem.IsWindows()
        || (File.GetUnixFileMode(file) & ~(UnixFileMode.UserRead | UnixFileMode.UserWrite)) == UnixFileMode.None;

    private string Sign(string what, string id) =>
        Base64Url.EncodeToString(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(what + ":" + id)));
}
