namespace EdgeFlow.Planning.Baselines.Routing;

/// <summary>A flow f_i = ⟨src, dst, V_i⟩ for JRBA.</summary>
/// <param name="From">src, a node's number.</param>
/// <param name="To">dst, another node's number.</param>
/// <param name="Volume">V_i in bits a frame, above 0.</param>
internal readonly record struct JrbaFlow(int From, int To, double Volume);
