using System.Text.RegularExpressions;

namespace MontageAI.Engine.Searching;

/// <summary>Which things of a detector's list words name: the list's own words, their plurals, and other words for them.</summary>
internal sealed partial class ObjectWords
{
    private const int LongestPhrase = 3;

    // Other words, by the list's own; a word that may mean several things stands with each.
    private static readonly (string Label, string Others)[] s_others =
    [
        (
            "person",
            "people,human,man,men,woman,women,boy,girl,child,children,kid,baby,family,crowd,friend,someone,somebody,guy,lady,dancer,"
                + "player,athlete,runner,cyclist,surfer,skier,swimmer,hiker,rider,singer,musician,bride,groom,portrait,face,selfie"
        ),
        ("bicycle", "bike,cycle,cyclist,mountain bike,cycling"),
        ("car", "automobile,vehicle,taxi,cab,jeep,suv,traffic,convertible"),
        ("motorbike", "motorcycle,bike,scooter,moped,vehicle,motor bike"),
        ("aeroplane", "airplane,plane,aircraft,jet,airliner"),
        ("bus", "coach,vehicle,traffic"),
        ("train", "locomotive,railway,tram,metro,subway"),
        ("truck", "lorry,van,vehicle,pickup,traffic"),
        ("boat", "ship,sailboat,yacht,ferry,canoe,kayak,vessel,sailing"),
        ("traffic light", "stoplight,traffic signal"),
        ("fire hydrant", "hydrant"),
        ("bench", "park bench"),
        ("bird", "seagull,gull,duck,swan,goose,geese,pigeon,eagle,parrot,chicken,penguin,animal"),
        ("cat", "kitten,kitty,pet,animal"),
        ("dog", "puppy,pup,hound,pet,animal"),
        ("horse", "pony,foal,animal,horseback"),
        ("sheep", "lamb,ram,animal"),
        ("cow", "cattle,bull,calf,ox,animal"),
        ("elephant", "animal"),
        ("bear", "animal"),
        ("zebra", "animal"),
        ("giraffe", "animal"),
        ("backpack", "rucksack,bag"),
        ("umbrella", "parasol"),
        ("handbag", "purse,bag"),
        ("tie", "necktie"),
        ("suitcase", "luggage,baggage,bag"),
        ("skis", "ski,skiing,skier"),
        ("snowboard", "snowboarding,snowboarder"),
        ("sports ball", "ball,football,soccer ball,basketball,volleyball,tennis ball"),
        ("baseball glove", "mitt"),
        ("skateboard", "skateboarding,skateboarder,skater"),
        ("surfboard", "surf,surfing,surfer"),
        ("tennis racket", "racket,racquet,tennis"),
        ("wine glass", "glass,goblet"),
        ("cup", "mug,glass"),
        ("donut", "doughnut"),
        ("sofa", "couch,settee"),
        ("potted plant", "plant,houseplant,pottedplant"),
        ("dining table", "table,diningtable"),
        ("television", "tv,screen,monitor,tvmonitor"),
        ("laptop", "notebook,computer"),
        ("mouse", "computer mouse"),
        ("remote control", "remote"),
        ("cell phone", "phone,telephone,smartphone,mobile,mobile phone,cellphone"),
        ("oven", "stove"),
        ("refrigerator", "fridge"),
        ("scissors", "scissor"),
        ("teddy bear", "teddy,stuffed toy"),
        ("hair drier", "hair dryer,hairdryer"),
    ];

    private static readonly HashSet<string> s_silent = new(StringComparer.Ordinal)
    {
        "a",
        "an",
        "the",
        "of",
        "at",
        "on",
        "in",
        "with",
        "and",
        "or",
        "to",
        "by",
        "some",
        "my",
        "our",
        "is",
        "are",
    };

    private readonly Dictionary<string, List<int>> _labels = new(StringComparer.Ordinal);

    /// <summary>Learns the words of a list.</summary>
    /// <param name="labels">The list, lower case, singular.</param>
    public ObjectWords(IReadOnlyList<string> labels)
    {
        for (int i = 0; i < labels.Count; i++)
        {
            Add(labels[i], i);
        }

        foreach ((string label, string others) in s_others)
        {
            int at = labels.ToList().IndexOf(label);
            foreach (string other in at < 0 ? [] : others.Split(','))
            {
                Add(other, at);
            }
        }
    }

    /// <summary>Reads words.</summary>
    /// <returns>For each thing that is named the places in the list that it may be, and the words that name none.</returns>
    public (IReadOnlyList<IReadOnlyList<int>> Things, IReadOnlyList<string> Unknown) Read(string text)
    {
        string[] words = [.. Word().Matches(text.ToLowerInvariant()).Select(m => m.Value)];
        List<IReadOnlyList<int>> things = [];
        List<string> unknown = [];
        for (int i = 0; i < words.Length; )
        {
            int length = Math.Min(LongestPhrase, words.Length - i);
            List<int>? found = null;
            for (; length > 0 && found is null; length -= found is null ? 1 : 0)
            {
                found = Find(string.Join(' ', words[i..(i + length)]));
            }

            if (found is not null)
            {
                things.Add(found);
            }
            else if (!s_silent.Contains(words[i]))
            {
                unknown.Add(words[i]);
            }

            i += Math.Max(1, length);
        }

        return (things, unknown);
    }

    // A word as it is, else as the plural that it may be.
    private List<int>? Find(string word)
    {
        foreach (string form in Forms(word))
        {
            if (_labels.TryGetValue(form, out List<int>? found))
            {
                return found;
            }
        }

        return null;
    }

    private static IEnumerable<string> Forms(string word)
    {
        yield return word;
        if (word.EndsWith("ies", StringComparison.Ordinal))
        {
            yield return word[..^3] + "y";
        }

        if (word.EndsWith("ves", StringComparison.Ordinal))
        {
            yield return word[..^3] + "f";
            yield return word[..^3] + "fe";
        }

        if (word.EndsWith("es", StringComparison.Ordinal))
        {
            yield return word[..^2];
        }

        if (word.EndsWith('s'))
        {
            yield return word[..^1];
        }
    }

    private void Add(string word, int label)
    {
        if (!_labels.TryGetValue(word, out List<int>? labels))
        {
            _labels.Add(word, labels = []);
        }

        labels.Add(label);
    }

    [GeneratedRegex(@"[\p{L}\p{N}]+")]
    private static partial Regex Word();
}
