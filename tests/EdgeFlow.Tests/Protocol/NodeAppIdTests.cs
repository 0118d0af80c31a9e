using EdgeFlow.Channels.Direct;
using EdgeFlow.Domain.Ids;
using EdgeFlow.Protocol.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace EdgeFlow.Tests.Protocol;

public sealed class NodeAppIdTests
{
    [Theory]
    [InlineData("edge-1")]
    [InlineData("0")]
    [InlineData("a-name-of-exactly-sixty-three-characters-which-is-the-longest-1")]
    public void Of_NameOfANode_IsItsAppIdBothWays(string node) =>
        Assert.Equal(node, NodeAppId.NodeOf(NodeAppId.Of(node)));

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

    [Fact]
    public void Wrong_AnyText_AgreesWithTheRulesForNames() => Prop.ForAll<NonNull<string>>(text =>
        text.Get == NodeAppId.ControlPlane
        || (NodeAppId.Wrong(text.Get) is null == Name.IsValid(text.Get)
            && Name.IsValid(text.Get) == PathName.IsValid(text.Get))).QuickCheckThrowOnFailure();
}
