namespace EdgeFlow.Domain.Documents;

/// <summary>An object: its keys are unique and keep the order of the text.</summary>
internal sealed class MapNode(DocumentNode? parent, string segment, int line, int column)
    : DocumentNode(parent, segment, line, column)
{
    private readonly Dictionary<string, DocumentNode> _values = new(StringComparer.Ordinal);
    private readonly List<string> _keys = [];

    public IReadOnlyList<string> Keys => _keys;

    public override string Kind => "an object";

    public DocumentNode this[string key] => _values[key];

    public DocumentNode? Find(string key) => _values.GetValueOrDefault(key);

    /// <summary>Adds a value; false when the key is there already.</summary>
    public bool TryAdd(string key, DocumentNode value)
    {
        if (!_values.TryAdd(key, value))
        {
            return false;
        }

        _keys.Add(key);
        return true;
    }
}
