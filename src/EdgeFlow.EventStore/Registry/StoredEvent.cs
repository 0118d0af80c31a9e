namespace EdgeFlow.EventStore.Registry;

/// <summary>An event as it is stored.</summary>
/// <param name="EventType">The stored type name, for example <c>job_submitted</c>.</param>
/// <param name="DotNetType">The .NET type's full name and assembly, as Marten writes it; a hint only.</param>
/// <param name="Data">The data.</param>
public readonly record struct StoredEvent(string EventType, string DotNetType, JsonbText Data);
