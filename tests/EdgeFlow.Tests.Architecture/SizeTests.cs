using Xunit;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace EdgeFlow.Tests.Architecture;

/// <summary>One screen, one idea: the limits of docs/conventions.md.</summary>
public class SizeTests
{
    private const int MaxFileLines = 300;
    private const int MaxMethodLines = 60;
    private const int MaxLineLength = 120;

    [Fact]
    public void File_Length_IsWithinTheLimit() => AssertNone(Repository.SourceFiles
        .Select(file => (File: file, Lines: Repository.Read(file).Count(c => c == '\n')))
        .Where(item => item.Lines > MaxFileLines)
        .Select(item => $"{item.File}: {item.Lines} lines"));

    [Fact]
    public void Line_Length_IsWithinTheLimit() => AssertNone(Repository.SourceFiles
        .SelectMany(file => Repository.Read(file).Split('\n').Select((line, index) => (file, line, index)))
        .Where(item => item.line.Length > MaxLineLength)
        .Select(item => $"{item.file}:{item.index + 1}: {item.line.Length} characters"));

    [Fact]
    public void Method_Length_IsWithinTheLimit() => AssertNone(Repository.SourceFiles
        .SelectMany(file => Parse(file).DescendantNodes().OfType<BaseMethodDeclarationSyntax>()
            .Select(method => (file, Lines: LinesOf(method), Start: StartOf(method))))
        .Where(item => item.Lines > MaxMethodLines)
        .Select(item => $"{item.file}:{item.Start}: a method of {item.Lines} lines"));

    [Fact]
    public void File_PublicTypes_IsOneButForCatalogues() => AssertNone(Repository.SourceFiles
        .Where(file => !file.StartsWith("tests/", StringComparison.Ordinal))
        .Where(file => !file.EndsWith("Events.cs", StringComparison.Ordinal))
        .Where(file => !file.EndsWith("Commands.cs", StringComparison.Ordinal))
        .Select(file => (file, Types: PublicTypes(file)))
        .Where(item => item.Types.Distinct().Count() > 1)
        .Select(item => $"{item.file}: {string.Join(", ", item.Types)}"));

    private static IReadOnlyList<string> PublicTypes(string file) => Parse(file).DescendantNodes()
        .OfType<BaseTypeDeclarationSyntax>()
        .Where(type => type.Parent is BaseNamespaceDeclarationSyntax or CompilationUnitSyntax)
        .Where(type => type.Modifiers.Any(SyntaxKind.PublicKeyword))
        .Select(type => type.Identifier.Text)
        .ToList();

    private static SyntaxNode Parse(string file) =>
        CSharpSyntaxTree.ParseText(Repository.Read(file), new CSharpParseOptions(LanguageVersion.Preview)).GetRoot();

    private static int LinesOf(SyntaxNode node)
    {
        var span = node.SyntaxTree.GetLineSpan(node.Span);
        return span.EndLinePosition.Line - span.StartLinePosition.Line + 1;
    }

    private static int StartOf(SyntaxNode node) => node.SyntaxTree.GetLineSpan(node.Span).StartLinePosition.Line + 1;

    private static void AssertNone(IEnumerable<string> findings)
    {
        var found = findings.ToList();
        Assert.True(found.Count == 0, string.Join(Environment.NewLine, found));
    }
}
