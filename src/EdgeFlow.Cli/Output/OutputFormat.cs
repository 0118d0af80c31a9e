namespace EdgeFlow.Cli.Output;

/// <summary>How a command prints what it found.</summary>
internal enum OutputFormat
{
    /// <summary>Aligned columns for people.</summary>
    Table,

    /// <summary>The API's document.</summary>
    Json,

    /// <summary>The same document as YAML.</summary>
    Yaml,

    /// <summary>Lists only: comma-separated values (RFC 4180).</summary>
    Csv,
}
