namespace EdgeFlow.Domain.Documents;

/// <summary>A list.</summary>
internal sealed class ListNode(DocumentNode? parent, string segment, int line, int column)
    : DocumentNode(parent, segment, line, column)
{
    public List<DocumentNode> Items { get; } = [];

    public override string Kind => "a list";
}
