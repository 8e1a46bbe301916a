using System.IO.Compression;
using System.Text.RegularExpressions;
using Microsoft.ML.Tokenizers;

namespace MontageAI.Models.Pictures;

/// <summary>
/// Words as the numbers that CLIP was trained with: lower case, parted into words, digits and runs of other signs, each put together from
/// its bytes by 48,894 learned merges (Sennrich et al. 2016; Radford et al. 2021). Safe for threads.
/// </summary>
internal sealed partial class ClipTokenizer
{
    /// <summary>Numbers that a text has, filled up with zeros.</summary>
    public const int Length = 77;

    /// <summary>The number that ends a text.</summary>
    public const long End = 49407;

    private const int Merges = 48894;
    private const string Begins = "<|startoftext|>",
        Ends = "<|endoftext|>";
    private const int Begin = 49406;
    private const string WordEnd = "</w>";

    private readonly BpeTokenizer _words;

    private ClipTokenizer(BpeTokenizer words) => _words = words;

    /// <summary>Reads the merges.</summary>
    /// <param name="file">OpenAI's <c>bpe_simple_vocab_16e6.txt.gz</c>, or a <c>merges.txt</c> with the same lines.</param>
    /// <exception cref="InvalidDataException">It is neither.</exception>
    public static ClipTokenizer Read(byte[] file)
    {
        using Stream text = file is [0x1F, 0x8B, ..]
            ? new GZipStream(new MemoryStream(file), CompressionMode.Decompress)
            : new MemoryStream(file);
        using StreamReader reader = new(text);
        List<string> merges = new(Merges);
        reader.ReadLine();
        while (merges.Count < Merges && reader.ReadLine() is { } line)
        {
            if (line.Split(' ') is not [{ Length: > 0 }, { Length: > 0 }])
            {
                break;
            }

            merges.Add(line);
        }

        if (merges.Count < Merges)
        {
            throw new InvalidDataException($"it holds {merges.Count} pairs of signs instead of CLIP's {Merges}");
        }

        string[] signs = Signs();
        Dictionary<string, int> vocabulary = new(2 * signs.Length + Merges + 2, StringComparer.Ordinal);
        foreach (
            string token in signs
                .Concat(signs.Select(s => s + WordEnd))
                .Concat(merges.Select(m => m.Replace(" ", "", StringComparison.Ordinal)))
        )
        {
            vocabulary.Add(token, vocabulary.Count);
        }

        vocabulary.Add(Begins, Begin);
        vocabulary.Add(Ends, (int)End);
        return new ClipTokenizer(
            BpeTokenizer.Create(
                new BpeOptions(vocabulary)
                {
                    Merges = merges,
                    Normalizer = LowerCaseNormalizer.Instance,
                    PreTokenizer = new RegexPreTokenizer(Word(), null),
                    EndOfWordSuffix = WordEnd,
                    ByteLevel = true,
                    UnknownToken = Ends,
                }
            )
        );
    }

    /// <summary>The numbers of a text; of one that is too long, those of its beginning.</summary>
    public long[] Encode(string text)
    {
        long[] tokens = new long[Length];
        tokens[0] = Begin;
        int count = 1;
        foreach (int token in _words.EncodeToIds(text.Trim()).Take(Length - 2))
        {
            tokens[count++] = token;
        }

        tokens[count] = End;
        return tokens;
    }

    // The visible sign that stands for each byte, in the order of the vocabulary: bytes that are visible themselves first.
    private static string[] Signs()
    {
        int[] visible = [.. Enumerable.Range('!', '~' - '!' + 1), .. Enumerable.Range(0xA1, 12), .. Enumerable.Range(0xAE, 82)];
        return [.. visible.Concat(Enumerable.Range(256, 256 - visible.Length)).Select(c => ((char)c).ToString())];
    }

    [GeneratedRegex(@"'s|'t|'re|'ve|'m|'ll|'d|\p{L}+|\p{N}|[^\s\p{L}\p{N}]+", RegexOptions.CultureInvariant)]
    private static partial Regex Word();
}
