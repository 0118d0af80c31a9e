namespace EdgeFlow.Tests.EndToEnd.Chaos;

/// <summary>What is killed.</summary>
public enum Target
{
    Node,
    ControlPlane,
    Database,
    Everything,
}
