using System.Collections.Immutable;

namespace EdgeFlow.Domain.Documents;

/// <summary>Collects everything that is wrong with a document. Not safe for concurrent use.</summary>
public sealed class ErrorList
{
    /// <summary>
    /// Most words that are compared with all known ones, so that many mistakes do not cost much time.
    /// </summary>
    private const int MaxSuggestions = 50;

    private readonly List<ManifestError> _errors = [];
    private int _left;
    private int _suggestions;

    /// <summary>Whether nothing is wrong so far.</summary>
    public bool IsEmpty => _errors.Count == 0;

    /// <summary>Adds what is wrong with a value.</summary>
    /// <param name="node">The value.</param>
    /// <param name="problem">What is wrong.</param>
    /// <param name="expected">What would be right.</param>
    public void Add(DocumentNode node, string problem, string expected)
    {
        ArgumentNullException.ThrowIfNull(node);
        if (_errors.Count < DocumentLimits.MaxErrors)
        {
            _errors.Add(new ManifestError(node.Pointer, node.Line, node.Column, EventText.Clean(problem), expected));
        }
        else
        {
            _left++;
        }
    }

    /// <summary>What would be right instead of an unknown word: the nearest known one, or the rule.</summary>
    /// <param name="written">The unknown word.</param>
    /// <param name="known">The known ones.</param>
    /// <param name="rule">What is allowed, in words.</param>
    public string Suggest(string written, IEnumerable<string> known, string rule)
    {
        var meant = _suggestions++ < MaxSuggestions ? Spelling.Nearest(written, known) : null;
        return meant is null ? rule : $"did you mean '{meant}'? {rule}";
    }

    /// <summary>Adds what is wrong at some place.</summary>
    /// <param name="error">The error.</param>
    public void Add(ManifestError error)
    {
        if (_errors.Count < DocumentLimits.MaxErrors)
        {
            _errors.Add(error);
        }
        else
        {
            _left++;
        }
    }

    /// <summary>The errors in the order of the text, and how many more there are.</summary>
    public ImmutableArray<ManifestError> ToImmutable()
    {
        var sorted = _errors.OrderBy(error => error.Line).ThenBy(error => error.Column).ToImmutableArray();
        return _left == 0
            ? sorted
            : sorted.Add(new ManifestError(
                "", 1, 1, $"there are {_left} more errors", $"at most {DocumentLimits.MaxErrors} are listed"));
    }
}
