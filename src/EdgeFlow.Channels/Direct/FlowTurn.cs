using EdgeFlow.Channels.Frames;

namespace EdgeFlow.Channels.Direct;

/// <summary>What a worker of a flow does next: send a frame, ask about one, or wait.</summary>
/// <param name="Frame">The frame to send, or null.</param>
/// <param name="Ask">The frame to ask about, or null.</param>
/// <param name="Target">Where to.</param>
/// <param name="Wait">How long there is nothing to do.</param>
internal readonly record struct FlowTurn(EncodedFrame? Frame, long? Ask, FlowTarget Target, TimeSpan Wait)
{
    public bool IsIdle => Frame is null && Ask is null;

    public long Id => Frame?.Frame.Id ?? Ask!.Value;
}
