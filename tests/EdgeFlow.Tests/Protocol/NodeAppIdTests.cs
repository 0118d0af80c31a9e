using EdgeFlow.Channels.Direct;
using EdgeFlow.Domain.Ids;
using EdgeFlow.Protocol.Nodes;
using FsCheck;
using FsCheck.Xunit;
using Xunit;

namespace EdgeFlow.Tests.Protocol;

public sealed class NodeAppIdTests
{
    [Theory]
    [InlineData("edge-1")]
    [InlineData("0")]
    [InlineData("a-very-long-name-of-sixty-three-characters-that-is-still-a-node-1")]
    public void Of_NameOfANode_IsItsAppIdBothWays(string node)
    {
        node = node[..Math.Min(node.Length, NodeAppId.MaxLength)];

        Assert.Equal(node, NodeAppId.NodeOf(NodeAppId.Of(node)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Edge")]
    [InlineData("edge.1")]
    [InlineData("edge_1")]
    [InlineData("edge 1")]
    [InlineData("-edge")]
    [InlineData("edge-")]
    [InlineData("käfer")]
    [InlineData("edge/1")]
    [InlineData("edge||1")]
    [InlineData("edge\n")]
    public void Wrong_OddName_SaysTheRuleAndNotTheName(string node)
    {
        var wrong = NodeAppId.Wrong(node);

        Assert.Contains("a-z, 0-9 and '-'", wrong, StringComparison.Ordinal);
        Assert.Null(NodeAppId.NodeOf(node));
        Assert.Throws<ArgumentException>(() => NodeAppId.Of(node));
    }

    [Fact]
    public void Wrong_NameOfTheControlPlane_IsRefused()
    {
        Assert.Contains("control plane", NodeAppId.Wrong("edgeflow"), StringComparison.Ordinal);
        Assert.Null(NodeAppId.NodeOf("edgeflow"));
    }

    [Property(MaxTest = 500)]
    public bool Wrong_AnyText_AgreesWithTheRuleForNames(NonNull<string> text) =>
        text.Get == NodeAppId.ControlPlane
        || (NodeAppId.Wrong(text.Get) is null == Name.IsValid(text.Get)
            && Name.IsValid(text.Get) == PathName.IsValid(text.Get));
}
