using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using MontageAI.Farm.Settings;
using StackExchange.Redis;

namespace MontageAI.Farm.Members;

/// <summary>Who may use a farm's queue: the host itself, and each member with a user and a secret of its own. Lies in a folder, so that
/// members stay members when the host is started again. Safe for threads.</summary>
internal sealed class MemberTable
{
    /// <summary>User of the host.</summary>
    public const string Keeper = "host";

    // More than these have come and gone without a word; the oldest are forgotten.
    private const int MostMembers = 1000;
    private const string Rights = "+@all -@admin -@dangerous +info";
    private const string FileName = "members.json";

    private readonly string _folder;
    private readonly FarmSecrets _secrets;
    private readonly Lock _lock = new();
    private List<Member> _members;

    /// <summary>Reads it, and writes the queue's list of users.</summary>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public MemberTable(string folder, FarmSecrets secrets)
    {
        (_folder, _secrets) = (folder, secrets);
        _members = Read(Path.Combine(folder, FileName));
        WriteUsers();
    }

    /// <summary>The queue's list of users.</summary>
    public string UsersFile => Path.Combine(_folder, "users.acl");

    /// <summary>Takes somebody in.</summary>
    /// <param name="asked">The name that is wished for, and what it is for.</param>
    /// <param name="queue">The host's own connection.</param>
    /// <returns>The secret; null where the name is none, or another's.</returns>
    public async Task<string?> AddAsync(JoinRequest asked, IConnectionMultiplexer queue)
    {
        string name = asked.Name;
        if (asked.Place is { Length: > 64 })
        {
            return null;
        }

        bool isName = name.Length is > 0 and <= 64 && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');
        if (!isName || name is Keeper or "default")
        {
            return null;
        }

        string secret = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        lock (_lock)
        {
            if (_members.Any(m => m.Name == name))
            {
                return null;
            }

            _members = [.. _members.TakeLast(MostMembers - 1), new Member(name, Hash(secret), asked.Build is not null, asked.Place)];
            Save();
        }

        await queue
            .GetDatabase()
            .ExecuteAsync("ACL", ["SETUSER", name, "on", "#" + Hash(secret), .. Rights.Split(' ')])
            .ConfigureAwait(false);
        return secret;
    }

    /// <summary>Whose secret it is; null where nobody's.</summary>
    public Member? Of(string secret)
    {
        byte[] hash = Encoding.ASCII.GetBytes(Hash(secret));
        lock (_lock)
        {
            return _members.Find(m => CryptographicOperations.FixedTimeEquals(hash, Encoding.ASCII.GetBytes(m.Hash)));
        }
    }

    /// <summary>Takes somebody's rights away; connections that are open end.</summary>
    /// <returns>Whether there was such a member.</returns>
    public async Task<bool> RemoveAsync(string name, IConnectionMultiplexer queue)
    {
        lock (_lock)
        {
            if (_members.RemoveAll(m => m.Name == name) == 0)
            {
                return false;
            }

            Save();
        }

        IDatabase data = queue.GetDatabase();
        await data.ExecuteAsync("ACL", "DELUSER", name).ConfigureAwait(false);
        await data.ExecuteAsync("CLIENT", "KILL", "USER", name).ConfigureAwait(false);
        return true;
    }

    /// <summary>SHA-256 of a secret, hex.</summary>
    public static string Hash(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    private static List<Member> Read(string file)
    {
        try
        {
            return File.Exists(file) ? [.. JsonSerializer.Deserialize(File.ReadAllText(file), MemberJson.Default.MemberArray) ?? []] : [];
        }
        catch (JsonException)
        {
            // They join again.
            return [];
        }
    }

    private void Save()
    {
        PrivateFile.Write(Path.Combine(_folder, FileName), JsonSerializer.Serialize([.. _members], MemberJson.Default.MemberArray));
        WriteUsers();
    }

    private void WriteUsers()
    {
        StringBuilder text = new();
        text.Append("user default off\n").Append($"user {Keeper} on #{Hash(_secrets.Keeper)} +@all\n");
        foreach (Member member in _members)
        {
            text.Append($"user {member.Name} on #{member.Hash} {Rights}\n");
        }

        PrivateFile.Write(UsersFile, text.ToString());
    }
}
