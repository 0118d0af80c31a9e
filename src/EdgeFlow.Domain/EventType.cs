namespace EdgeFlow.Domain;

/// <summary>A type of event and the name under which it is stored, which never changes.</summary>
/// <param name="Name">The stored name, in snake_case.</param>
/// <param name="Type">The record.</param>
public sealed record EventType(string Name, Type Type);
