namespace EdgeFlow.Domain.Applications;

/// <summary>What can happen to an application: one trigger an event.</summary>
public enum ApplicationTrigger
{
    /// <summary><see cref="ApplicationDeclared"/>.</summary>
    Declared,
}
