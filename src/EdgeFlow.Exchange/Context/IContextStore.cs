using System.Text.Json;

namespace EdgeFlow.Exchange.Context;

/// <summary>Where the contexts of applications are kept, shared by all control planes. Safe for concurrent
/// use.</summary>
public interface IContextStore
{
    /// <summary>The context of an application; null when there is none.</summary>
    /// <param name="application">The application.</param>
    /// <param name="cancel">Ends the waiting.</param>
    /// <returns>The context, and a tag that is another after each write.</returns>
    /// <exception cref="InvalidDataException">What is stored is no context.</exception>
    Task<(ContextDocument Document, string Tag)?> Read(string application, CancellationToken cancel);

    /// <summary>A value that is kept beside its document.</summary>
    /// <param name="application">The application.</param>
    /// <param name="key">Its key.</param>
    /// <param name="write">The write that it is of.</param>
    /// <param name="cancel">Ends the waiting.</param>
    /// <returns>The value; null when that write's value is not there any more: the context was written again.</returns>
    Task<JsonElement?> ReadApart(string application, string key, long write, CancellationToken cancel);

    /// <summary>Writes a context over the one that was seen.</summary>
    /// <param name="application">The application.</param>
    /// <param name="before">The context that was seen; empty when there was none.</param>
    /// <param name="after">What it becomes.</param>
    /// <param name="tag">The tag that was seen; null when there was no context.</param>
    /// <param name="cancel">Ends the waiting; the context may be written all the same.</param>
    /// <returns>Whether it was written; not when somebody else wrote meanwhile.</returns>
    Task<bool> TryWrite(
        string application, ContextDocument before, ContextDocument after, string? tag, CancellationToken cancel);
}
