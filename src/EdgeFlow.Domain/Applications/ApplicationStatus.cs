namespace EdgeFlow.Domain.Applications;

/// <summary>Where an application is in its life: <see cref="ApplicationLifecycle"/>.</summary>
public enum ApplicationStatus
{
    /// <summary>It has at least one version. Versions never change and never go.</summary>
    Declared,
}
