using System.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace EdgeFlow.Domain.Documents;

/// <summary>
/// Makes a tree of positioned values from YAML or JSON. It takes the parser's events one by one and counts as it goes,
/// so that a hostile document is refused where it passes a limit: nothing here or below recurses with the document's
/// depth. Anchors, aliases and tags are refused: a manifest needs none, and aliases can make a small text a huge tree.
/// </summary>
public sealed class DocumentParser
{
    private const string Syntax = "YAML 1.2 or JSON: one document of plain objects, lists and values";

    private readonly ErrorList _errors;
    private readonly DocumentBounds _bounds;
    private readonly Stack<DocumentNode> _open = [];
    private DocumentNode? _root;
    private string? _key;
    private bool _hasKey;
    private int _nodes;
    private int _documents;

    private DocumentParser(ErrorList errors, DocumentBounds bounds) => (_errors, _bounds) = (errors, bounds);

    /// <summary>Reads a document; null when its errors leave nothing to look at.</summary>
    /// <param name="text">The text, whole.</param>
    /// <param name="format">Its syntax; JSON refuses what is only YAML.</param>
    /// <param name="errors">Takes everything that is wrong.</param>
    /// <param name="bounds">How large it may be; null for <see cref="DocumentBounds.Usual"/>.</param>
    public static DocumentNode? Parse(
        string text, DocumentFormat format, ErrorList errors, DocumentBounds? bounds = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(errors);
        var its = bounds ?? DocumentBounds.Usual;
        if (text.Length > its.MaxBytes || Encoding.UTF8.GetByteCount(text) > its.MaxBytes)
        {
            errors.Add(new ManifestError(
                "", 1, 1, $"the document has more than {its.MaxBytes} bytes",
                $"a document of at most {its.MaxBytes >> 20} MiB"));
            return null;
        }

        var clean = text.StartsWith('\uFEFF') ? text[1..] : text;
        if (!TextRules.CheckRaw(clean, errors) || (format == DocumentFormat.Json && !JsonSyntax.Check(clean, errors)))
        {
            return null;
        }

        return new DocumentParser(errors, its).Parse(clean);
    }

    private DocumentNode? Parse(string text)
    {
        var parser = new Parser(new StringReader(text));
        while (Advance(parser) is { } hasMore)
        {
            if (!hasMore)
            {
                return RootOrNothing();
            }

            if (parser.Current is { } current && !Take(current))
            {
                return null;
            }
        }

        return null;
    }

    /// <summary>
    /// Goes to the next event: true, or false at the end, or null when the text is no YAML. The parser says that by its
    /// own exception, but for a few texts (a plain value that starts with a reserved character, a tag that is no URI)
    /// by one of the framework's; random damage to manifests finds both.
    /// </summary>
    private bool? Advance(Parser parser)
    {
        try
        {
            return parser.MoveNext();
        }
        catch (YamlException error)
        {
            Report(error.Start, error.Message, Syntax);
        }
        catch (Exception error) when (error is InvalidOperationException or ArgumentException)
        {
            Report(parser.Current?.End ?? Mark.Empty, "what follows here cannot be read", Syntax);
        }

        return null;
    }

    private DocumentNode? RootOrNothing()
    {
        if (_root is null && _errors.IsEmpty)
        {
            _errors.Add(new ManifestError("", 1, 1, "the document is empty", Syntax));
        }

        return _root;
    }

    /// <summary>Takes one event; false when the rest is not worth reading.</summary>
    private bool Take(ParsingEvent current)
    {
        switch (current)
        {
            case DocumentStart when ++_documents > 1:
                return Report(current.Start, "a second document starts", "one document");
            case AnchorAlias alias:
                return Report(current.Start,
                    $"the alias '*{Short(alias.Value.Value)}' is used", "the value written out");
            case NodeEvent { Anchor.IsEmpty: false } node:
                return Report(current.Start, $"the anchor '&{Short(node.Anchor.Value)}' is set", "no anchors");
            case NodeEvent { Tag.IsEmpty: false }:
                return Report(current.Start, "a tag (!…) is set", "plain values without tags");
            case MappingEnd or SequenceEnd:
                _open.Pop();
                return true;
            case NodeEvent node:
                return Count(node) && Place(node);
            default:
                return true;
        }
    }

    private bool Count(NodeEvent node)
    {
        if (++_nodes > _bounds.MaxNodes)
        {
            return Report(
                node.Start, $"the document has more than {_bounds.MaxNodes} values",
                $"at most {_bounds.MaxNodes} objects, lists, keys and values in all");
        }

        return node is Scalar || _open.Count < DocumentLimits.MaxDepth
            || Report(
                node.Start, $"objects and lists are nested more than {DocumentLimits.MaxDepth} deep",
                $"a nesting of at most {DocumentLimits.MaxDepth}");
    }

    private bool Place(NodeEvent current)
    {
        var parent = _open.Count > 0 ? _open.Peek() : null;
        if (parent is MapNode && !_hasKey)
        {
            return PlaceKey(current);
        }

        var segment = parent switch
        {
            MapNode => _key!,
            ListNode list => list.Items.Count.ToString(System.Globalization.CultureInfo.InvariantCulture),
            _ => "",
        };
        var (line, column) = Position(current.Start);
        DocumentNode node = current switch
        {
            MappingStart => new MapNode(parent, segment, line, column),
            SequenceStart => new ListNode(parent, segment, line, column),
            Scalar scalar => new ScalarNode(
                parent, segment, line, column, scalar.Value, scalar.Style != ScalarStyle.Plain),
            _ => throw new InvalidOperationException($"{current.GetType().Name} at {current.Start} is no value."),
        };
        Attach(parent, node);
        if (node is ScalarNode { } value && TextRules.Problem(value.Value, DocumentLimits.MaxText) is { } problem)
        {
            _errors.Add(node, problem, TextRules.Expected(DocumentLimits.MaxText));
        }
        else if (node is not ScalarNode)
        {
            _open.Push(node);
        }

        return true;
    }

    private bool PlaceKey(NodeEvent current)
    {
        if (current is not Scalar key)
        {
            return Report(current.Start, "a key is an object or a list", "a text as key");
        }

        if (TextRules.Problem(key.Value, DocumentLimits.MaxKey) is { } problem)
        {
            Report(current.Start, $"a key is wrong: {problem}", TextRules.Expected(DocumentLimits.MaxKey));
        }

        (_key, _hasKey) = (key.Value, true);
        return true;
    }

    private void Attach(DocumentNode? parent, DocumentNode node)
    {
        switch (parent)
        {
            case MapNode map:
                if (!map.TryAdd(_key!, node))
                {
                    _errors.Add(node, $"the key '{Short(_key!)}' is there twice", "each key once");
                }

                (_key, _hasKey) = (null, false);
                break;
            case ListNode list:
                list.Add(node);
                break;
            default:
                _root = node;
                break;
        }
    }

    private bool Report(Mark mark, string problem, string expected)
    {
        var (line, column) = Position(mark);
        var pointer = _open.Count > 0 ? _open.Peek().Pointer : "";
        _errors.Add(new ManifestError(pointer, line, column, EventText.Clean(problem), expected));
        return false;
    }

    private static (int Line, int Column) Position(Mark mark) =>
        (Math.Max(1, (int)mark.Line), Math.Max(1, (int)mark.Column));

    private static string Short(string text) => text.Length <= 60 ? text : $"{text[..60]}…";
}
