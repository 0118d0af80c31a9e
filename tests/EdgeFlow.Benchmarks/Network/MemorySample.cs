namespace EdgeFlow.Benchmarks.Network;

/// <summary>Memory of a process at one moment, in bytes.</summary>
/// <param name="Resident">Its resident set.</param>
/// <param name="Heap">What its managed heap still holds after a full collection.</param>
internal sealed record MemorySample(long Resident, long Heap);
