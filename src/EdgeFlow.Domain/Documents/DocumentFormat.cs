namespace EdgeFlow.Domain.Documents;

/// <summary>The syntax of a document that a user sends.</summary>
public enum DocumentFormat
{
    /// <summary>YAML 1.2, of which JSON is a part.</summary>
    Auto,

    /// <summary>YAML 1.2 without anchors, aliases, tags and more than one document.</summary>
    Yaml,

    /// <summary>JSON and nothing else.</summary>
    Json,
}
