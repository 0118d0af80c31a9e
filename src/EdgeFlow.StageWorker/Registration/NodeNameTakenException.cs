namespace EdgeFlow.StageWorker.Registration;

/// <summary>Another live process has this node's name; a node with the same name cannot start beside it.</summary>
public sealed class NodeNameTakenException(string message) : Exception(message);
