using System.Globalization;
using EdgeFlow.Domain.Ids;
using EdgeFlow.Domain.Units;

namespace EdgeFlow.Domain.Documents;

/// <summary>
/// Reads typed values. Each reports what is wrong and then answers null; absent values are null without a report.
/// </summary>
internal sealed class Values(ErrorList errors)
{
    private const double LargestWhole = 1e15;

    /// <summary>A text.</summary>
    public string? Text(DocumentNode? node, int maxLength, string expected)
    {
        if (node is null)
        {
            return null;
        }

        if (node is ScalarNode { IsText: true } scalar)
        {
            if (scalar.Value.Length <= maxLength)
            {
                return scalar.Value;
            }

            errors.Add(node,
                $"a text has {scalar.Value.Length} characters", $"{expected}; at most {maxLength} characters");
            return null;
        }

        var hint = node is ScalarNode { IsNull: false } value ? $"; as a text it is written \"{value.Shown}\"" : "";
        errors.Add(node, $"{node.Kind} stands where a text is expected", expected + hint);
        return null;
    }

    /// <summary>A name by <see cref="Name.Rule"/>.</summary>
    public string? NameOf(DocumentNode? node)
    {
        var text = Text(node, DocumentLimits.MaxText, Name.Rule);
        if (text is null || Name.IsValid(text))
        {
            return text;
        }

        errors.Add(node!, $"'{((ScalarNode)node!).Shown}' is no name", Name.Rule);
        return null;
    }

    /// <summary>One of a few words.</summary>
    public string? Word(DocumentNode? node, params string[] words)
    {
        var expected = $"one of {string.Join(", ", words)}";
        var text = Text(node, DocumentLimits.MaxText, expected);
        if (text is null || words.Contains(text))
        {
            return text;
        }

        errors.Add(
            node!, $"'{((ScalarNode)node!).Shown}' is not known here", errors.Suggest(text, words, expected));
        return null;
    }

    /// <summary>A whole number within a range.</summary>
    public long? Whole(DocumentNode? node, long least, long most)
    {
        var expected = FormattableString.Invariant($"a whole number from {least} to {most}");
        var number = Number(node, least, most, expected);
        if (number is null || (Math.Floor(number.Value) == number && Math.Abs(number.Value) <= LargestWhole))
        {
            return (long?)number;
        }

        errors.Add(node!, $"{node!.Kind} is not whole", expected);
        return null;
    }

    /// <summary>A number within a range.</summary>
    public double? Number(DocumentNode? node, double least, double most, string? expected = null)
    {
        expected ??= FormattableString.Invariant($"a number from {least} to {most}");
        if (node is null)
        {
            return null;
        }

        if (node is not ScalarNode { Number: { } number })
        {
            errors.Add(node, $"{node.Kind} stands where a number is expected", expected);
            return null;
        }

        if (number >= least && number <= most)
        {
            return number;
        }

        errors.Add(node, $"{node.Kind} is out of range", expected);
        return null;
    }

    /// <summary>A quantity with its unit, or a plain number in the base unit, within a range.</summary>
    public decimal? QuantityOf(DocumentNode? node, UnitScale scale, decimal least, decimal most)
    {
        if (node is null)
        {
            return null;
        }

        var range = FormattableString.Invariant($"{scale.Expected}, from {least} to {most}");
        var value = node is ScalarNode { IsNull: false, IsTruth: false } scalar
            ? Quantity.Read(scalar.Value, scale)
            : null;
        if (value is { } found && found >= least && found <= most)
        {
            return found;
        }

        errors.Add(node, $"{node.Kind} is no such quantity or out of range", range);
        return null;
    }

    /// <summary>A list's items; none when it is absent.</summary>
    public IReadOnlyList<DocumentNode> Items(DocumentNode? node, int most, string expected)
    {
        if (node is ListNode list && list.Items.Count <= most)
        {
            return list.Items;
        }

        if (node is ListNode tooLong)
        {
            errors.Add(
                node, string.Create(CultureInfo.InvariantCulture, $"the list has {tooLong.Items.Count} items"),
                $"{expected}; at most {most}");
        }
        else if (node is not null)
        {
            errors.Add(node, $"{node.Kind} stands where a list is expected", expected);
        }

        return [];
    }

    /// <summary>A list of names, each once.</summary>
    public IReadOnlyList<string> Names(DocumentNode? node, int most, string expected)
    {
        var names = new List<string>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in Items(node, most, expected))
        {
            if (NameOf(item) is not { } name)
            {
                continue;
            }

            if (seen.Add(name))
            {
                names.Add(name);
            }
            else
            {
                errors.Add(item, $"'{name}' is there twice", "each name once");
            }
        }

        return names;
    }
}
