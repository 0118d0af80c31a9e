using System.Text;
using EdgeFlow.Api.Access;
using EdgeFlow.Control.Access;
using EdgeFlow.EventStore;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace EdgeFlow.Tests.Ledger.Tenants;

/// <summary>A file of tokens is read strictly, and its mistakes are told without a token.</summary>
public sealed class TokenFileTests : IDisposable
{
    private readonly string path = Path.GetTempFileName();

    public void Dispose() => File.Delete(path);

    [Fact]
    public void Read_LinesOfEachRole_StandForTheirCallers()
    {
        var hash = Convert.ToHexStringLower(TokenHash.Of("a-token-of-ann's-own"));
        var entries = Read($"""
            # tokens of the hall
            sha256:{hash}        user      acme     ann@example.org

            plain-token-of-bob1  reader    *        bob
            plain-token-of-eve1  user      default  eve
            plain-token-of-ops1  operator  *        ops
            plain-token-nodes-1  node      *        nodes
            """);

        Assert.Equal(
            [
                new Caller("ann@example.org", CallerRole.User, "acme"), new Caller("bob", CallerRole.Reader, null),
                new Caller("eve", CallerRole.User, Tenancy.Default), new Caller("ops", CallerRole.Operator, null),
                new Caller("nodes", CallerRole.Node, null),
            ],
            entries.Select(entry => entry.Caller));
        Assert.Equal(TokenHash.Of("a-token-of-ann's-own"), entries[0].Hash);
        Assert.Equal(TokenHash.Of("plain-token-of-bob1"), entries[1].Hash);
    }

    [Theory]
    [InlineData("secret-secret-secret user acme", "3 columns")]
    [InlineData("secret-secret-secret user acme ann extra", "5 columns")]
    [InlineData("secret user acme ann", "16 characters")]
    [InlineData("sha256:12 user acme ann", "64 hex digits")]
    [InlineData("secret-secret-secret king acme ann", "role")]
    [InlineData("secret-secret-secret USER acme ann", "role")]
    [InlineData("secret-secret-secret 1 acme ann", "role")]
    [InlineData("secret-secret-secret user * ann", "one tenant")]
    [InlineData("secret-secret-secret user *DEFAULT* ann", "tenant")]
    [InlineData("secret-secret-secret user Acme ann", "tenant")]
    [InlineData("secret-secret-secret operator acme ann", "all tenants")]
    [InlineData("secret-secret-secret node acme ann", "all tenants")]
    [InlineData("secret-secret-secret user acme an'n", "actor")]
    [InlineData("secret-secret-secret user acme ann\nsecret-secret-secret user acme bob", "twice")]
    public void Read_WrongLine_IsNamedWithoutItsToken(string lines, string named)
    {
        var wrong = Assert.Throws<TokenFileException>(() => Read(lines));

        Assert.Contains(named, wrong.Message, StringComparison.Ordinal);
        Assert.Contains($"tokens:{lines.Count(c => c == '\n') + 1}:", wrong.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_MoreTokensThanAreKept_IsRefused()
    {
        var lines = Enumerable.Range(0, TokenFile.MaxTokens + 1).Select(i => $"secret-of-somebody-{i} user acme a");

        Assert.Throws<TokenFileException>(() => Read(string.Join('\n', lines)));
    }

    [Fact]
    public void Read_AnyText_GivesTokensOrSaysWhere() =>
        Prop.ForAll<string>(text =>
        {
            try
            {
                Read(text ?? "");
                return true;
            }
            catch (TokenFileException wrong)
            {
                return wrong.Message.StartsWith("tokens:", StringComparison.Ordinal);
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Line_OfANewToken_ReadsAsItsCaller()
    {
        foreach (var caller in new[]
        {
            new Caller("ann", CallerRole.User, "acme"), new Caller("eve", CallerRole.Reader, Tenancy.Default),
            Caller.OfOperator("ops"), new Caller("nodes", CallerRole.Node, null),
        })
        {
            var token = TokenHash.NewToken();
            var entry = Assert.Single(Read(TokenFile.Line(new TokenEntry(TokenHash.Of(token), caller))));

            Assert.Equal(caller, entry.Caller);
            Assert.Equal(TokenHash.Of(token), entry.Hash);
        }
    }

    [SkippableTheory]
    [InlineData(UnixFileMode.GroupRead)]
    [InlineData(UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.OtherWrite)]
    public void Load_FileThatOthersMayUse_IsRefused(UnixFileMode others)
    {
        Skip.If(OperatingSystem.IsWindows());
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | others);
        }

        var wrong = Assert.Throws<TokenFileException>(() => TokenFile.Load(path));

        Assert.Contains($"chmod 600 {path}", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_NoFileOrTooLarge_IsRefused()
    {
        Assert.Throws<TokenFileException>(() => TokenFile.Load(path + ".none"));
        File.WriteAllBytes(path, new byte[TokenFile.MaxBytes + 1]);
        Assert.Throws<TokenFileException>(() => TokenFile.Load(path));
    }

    private static IReadOnlyList<TokenEntry> Read(string text) =>
        TokenFile.Read("tokens", Encoding.UTF8.GetBytes(text));
}
