namespace EdgeFlow.Domain;

/// <summary>
/// A fact that was stored: immutable, additive only, never renamed. Implementations are sealed records of ids and
/// values.
/// </summary>
public interface IEvent;
