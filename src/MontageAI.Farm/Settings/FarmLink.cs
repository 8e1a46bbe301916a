using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using MontageAI.Errors;

namespace MontageAI.Farm.Settings;

/// <summary>How a farm is found: montage-farm:HOST:PORT#SECRET. The secret names the farm and holds what its Redis asks for.</summary>
/// <param name="Host">Name or address of the machine with the queue.</param>
/// <param name="Port">Port of its Redis.</param>
/// <param name="Id">Names the farm: 32 hex digits.</param>
/// <param name="User">User at the Redis, or null.</param>
/// <param name="Password">Password there, or null.</param>
internal sealed record FarmLink(string Host, int Port, string Id, string? User, string? Password)
{
    /// <summary>SHA-256 of the host's certificate, hex; "" where the queue is a Redis that is reached as it is.</summary>
    public string Pin { get; init; } = "";

    /// <summary>What the host asks for of those who join; "" where it asks for nothing.</summary>
    public string JoinSecret { get; init; } = "";

    /// <summary>Whether the host keeps the queue: what is said to it is encrypted, and members have users of their own.</summary>
    public bool IsHosts => Pin.Length > 0;

    /// <summary>Where it is, for people.</summary>
    public string Where => string.Create(CultureInfo.InvariantCulture, $"{HostText}:{Port}");

    private string HostText => Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host;

    private const string Start = "montage-farm:";
    private const int IdLength = 32;
    private const int SecretLength = 64;
    private const int CheckLength = 6;
    private const int DefaultPort = 6379;
    private const string FileName = "farm-link";

    /// <summary>Reads a link.</summary>
    /// <exception cref="ConfigurationException">It is none.</exception>
    public static FarmLink Parse(string text)
    {
        int hash = text.IndexOf('#', StringComparison.Ordinal);
        int colon = hash < 0 ? -1 : text.LastIndexOf(':', hash);
        string[] secret = hash < 0 ? [] : text[(hash + 1)..].Split('.');
        if (
            !text.StartsWith(Start, StringComparison.Ordinal)
            || colon <= Start.Length
            || !int.TryParse(text[(colon + 1)..hash], NumberStyles.None, CultureInfo.InvariantCulture, out int port)
            || port is < 1 or > 65535
            || !IsHex(secret[0], IdLength)
        )
        {
            throw Wrong();
        }

        string host = text[Start.Length..colon].Trim('[', ']');
        if (secret.Length < 2 || secret[^1] != CheckOf(text[..text.LastIndexOf('.')]))
        {
            throw new ConfigurationException(
                ErrorCode.Range,
                "A part of this link is missing or mistyped. Copy the whole line that 'montage-ai farm host' printed, in quotes."
            );
        }

        switch (secret)
        {
            case [_, _]:
                return new FarmLink(Loopback(host), port, secret[0], null, null);
            case [_, var credentials, _]:
                (string? user, string? password) = Credentials(credentials);
                return new FarmLink(Loopback(host), port, secret[0], user, password);
            case [_, var pin, var join, _] when IsHex(pin, SecretLength) && IsHex(join, SecretLength):
                return new FarmLink(host, port, secret[0], null, null) { Pin = pin, JoinSecret = join };
            default:
                throw Wrong();
        }
    }

    /// <summary>A link of a Redis, to a new farm.</summary>
    /// <param name="url">Its address, redis://[USER:PASSWORD@]HOST[:PORT].</param>
    /// <exception cref="ConfigurationException">It is no such address.</exception>
    public static FarmLink OfRedis(string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out Uri? uri) || uri.Scheme != "redis" || uri.Host.Length == 0)
        {
            throw new ConfigurationException(
                ErrorCode.Range,
                $"--redis: '{Printable.Of(url)}' must be an address such as redis://127.0.0.1:6379 or redis://:PASSWORD@127.0.0.1:6379."
            );
        }

        string[] parts = uri.UserInfo.Length == 0 ? [] : uri.UserInfo.Split(':', 2);
        string host = Loopback(uri.Host.Trim('[', ']'));
        int port = uri.Port < 0 ? DefaultPort : uri.Port;
        string id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdLength / 2));
        return new FarmLink(
            host,
            port,
            id,
            parts is [{ Length: > 0 } user, _] ? Uri.UnescapeDataString(user) : null,
            parts is [_, { Length: > 0 } password] ? Uri.UnescapeDataString(password) : null
        );
    }

    /// <summary>The link of the farm that was hosted or joined last; null where there was none.</summary>
    public static FarmLink? Remembered(string cacheFolder) => Read(Path.Combine(cacheFolder, FileName));

    /// <summary>The link that was given, itself or as @FILE that holds it, or the last one.</summary>
    /// <exception cref="ConfigurationException">It is none, or there is none.</exception>
    public static FarmLink Of(string text, string cacheFolder) =>
        text.StartsWith('@')
            ? Read(text[1..])
                ?? throw new ConfigurationException(
                    ErrorCode.FarmFailed,
                    $"'{Printable.Of(text[1..])}' holds no link that can be read. Write the line into it that 'farm host' printed."
                )
        : text.Length > 0 ? Parse(text)
        : Remembered(cacheFolder)
            ?? throw new ConfigurationException(
                ErrorCode.FarmFailed,
                "No farm was hosted or joined here yet. Run 'montage-ai farm host', or give the link that it printed elsewhere."
            );

    /// <summary>The link of the farm that this machine hosted on a Redis last, whatever farms it hosted or joined since; null where there
    /// was none.</summary>
    public static FarmLink? Hosted(string cacheFolder, FarmLink redis) => Read(HostedFile(cacheFolder, redis));

    /// <summary>Remembers it as the last one, readable by the user alone.</summary>
    public void Remember(string cacheFolder) => PrivateFile.Write(Path.Combine(cacheFolder, FileName), ToString() + "\n");

    /// <summary>Remembers it as the farm of its Redis.</summary>
    public void RememberHosted(string cacheFolder) => PrivateFile.Write(HostedFile(cacheFolder, this), ToString() + "\n");

    /// <inheritdoc/>
    public override string ToString()
    {
        string more =
            IsHosts ? $".{Pin}.{JoinSecret}"
            : Password is null ? ""
            : "." + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{User}:{Password}")).Replace('+', '-').Replace('/', '_').TrimEnd('=');
        string text = string.Create(CultureInfo.InvariantCulture, $"{Start}{HostText}:{Port}#{Id}{more}");
        return $"{text}.{CheckOf(text)}";
    }

    // A link is copied by hand, and a piece of a password looks like a password.
    private static string CheckOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..CheckLength];

    private static bool IsHex(string text, int length) => text.Length == length && text.All(char.IsAsciiHexDigitLower);

    private static string HostedFile(string cacheFolder, FarmLink redis) =>
        Path.Combine(
            cacheFolder,
            "farms",
            string.Create(CultureInfo.InvariantCulture, $"{redis.Host.Replace(':', '_').Replace('%', '_')}-{redis.Port}")
        );

    private static FarmLink? Read(string file)
    {
        try
        {
            return Parse(File.ReadAllText(file).Trim());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ConfigurationException)
        {
            return null;
        }
    }

    private static (string? User, string? Password) Credentials(string text)
    {
        try
        {
            string padded = text.Replace('-', '+').Replace('_', '/').PadRight((text.Length + 3) / 4 * 4, '=');
            string[] parts = Encoding.UTF8.GetString(Convert.FromBase64String(padded)).Split(':', 2);
            return parts.Length == 2 ? (parts[0].Length == 0 ? null : parts[0], parts[1]) : throw Wrong();
        }
        catch (FormatException)
        {
            throw Wrong();
        }
    }

    // Nothing on this way is encrypted, so it does not leave the machine.
    private static string Loopback(string host) =>
        host == "localhost" || (IPAddress.TryParse(host, out IPAddress? address) && IPAddress.IsLoopback(address))
            ? host
            : throw new ConfigurationException(
                ErrorCode.Range,
                $"'{Printable.Of(host)}' is another machine, and what is said to a farm is not encrypted yet. Bring its port here "
                    + "(ssh -L 6379:127.0.0.1:6379 MACHINE) and name 127.0.0.1."
            );

    private static ConfigurationException Wrong() =>
        new(
            ErrorCode.Range,
            "This is no link of a farm. It looks like montage-farm:HOST:PORT#SECRET; copy the whole line that 'montage-ai farm host' "
                + "printed, in quotes."
        );
}
