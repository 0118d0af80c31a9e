using System.Text.Json;

namespace EdgeFlow.Exchange.Context;

/// <summary>Where the contexts of applications are kept, one value each, shared by all control planes. Safe for
/// concurrent use.</summary>
public interface IContextStore
{
    /// <summary>The value of an application; null when there is none.</summary>
    /// <param name="application">The application.</param>
    /// <param name="cancel">Ends the waiting.</param>
    /// <returns>The value, and a tag that is another after each write.</returns>
    Task<(JsonElement Value, string Tag)?> Read(string application, CancellationToken cancel);

    /// <summary>Writes a value over the one that was seen.</summary>
    /// <param name="application">The application.</param>
    /// <param name="value">The value.</param>
    /// <param name="tag">The tag that was seen; null when there was no value.</param>
    /// <param name="cancel">Ends the waiting; the value may be written all the same.</param>
    /// <returns>Whether it was written; not when somebody else wrote meanwhile.</returns>
    Task<bool> TryWrite(string application, JsonElement value, string? tag, CancellationToken cancel);
}
