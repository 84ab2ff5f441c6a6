// swift-tools-version: 6.1
import PackageDescription

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("ExistentialAny"),
]

/// A C library that Debian and Homebrew carry, found through pkg-config.
func systemLibrary(_ name: String, pkgConfig: String, apt: String, brew: String) -> Target {
    .systemLibrary(
        name: name, path: "Sources/Support/\(name)", pkgConfig: pkgConfig,
        providers: [.apt([apt]), .brew([brew])])
}

/// A target of a wing, a folder below `Sources`.
func library(
    _ name: String, in wing: String, _ dependencies: [Target.Dependency], resources: [Resource] = []
) -> Target {
    .target(
        name: name, dependencies: dependencies, path: "Sources/\(wing)/\(name)",
        resources: resources, swiftSettings: strict)
}

func program(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .executableTarget(
        name: name, dependencies: dependencies, path: "Sources/Programs/\(name)",
        swiftSettings: strict)
}

/// The tests of a target, below `Tests` as it is below `Sources`.
func tests(_ name: String, in wing: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(
        name: name + "Tests",
        dependencies: dependencies + ["TestSupport", "NumericCore", realModule],
        path: "Tests/\(wing)/\(name)Tests", swiftSettings: strict)
}

let database: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let argumentParser: Target.Dependency = .product(
    name: "ArgumentParser", package: "swift-argument-parser")
let realModule: Target.Dependency = .product(name: "RealModule", package: "swift-numerics")

let package = Package(
    name: "timbre",
    platforms: [.macOS(.v15)],
    products: [
        .library(name: "Timbre", targets: ["Timbre"]),
        .library(name: "GaussianMixtures", targets: ["GaussianMixtures"]),
        .executable(name: "timbre", targets: ["TimbreCommand"]),
        .executable(name: "timbre-benchmarks", targets: ["TimbreBenchmarks"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-numerics", from: "1.1.1"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    ],
    targets: [
        // Recognition: the mission, in the order the data flows.
        library(
            "AudioInput", in: "Recognition", ["CSndfile", "CSoxr", "CVectorKernels", "FileStorage"]),
        library(
            "SpeechFeatures", in: "Recognition",
            ["CFFTW", "CVectorKernels", "FileStorage", "NumericCore", realModule]),
        library(
            "GaussianMixtures", in: "Recognition",
            ["CVectorKernels", "FileStorage", "NumericCore", realModule]),
        library(
            "SpeakerIdentification", in: "Recognition",
            [
                "SpeechFeatures", "GaussianMixtures", "CVectorKernels", "FileStorage",
                "NumericCore", realModule,
            ],
            resources: [.copy("Models")]),
        library(
            "SpeakerGallery", in: "Recognition",
            [
                "SpeakerIdentification", "GaussianMixtures", "CVectorKernels", "FileStorage",
                "NumericCore", database,
            ]),
        library(
            "Timbre", in: "Recognition",
            [
                "AudioInput", "SpeechFeatures", "GaussianMixtures", "SpeakerIdentification",
                "SpeakerGallery", "ScoreEvaluation", "FileStorage", "NumericCore",
            ]),

        // Evaluation: scores and labels to figures, figures to pages and pictures.
        library("ScoreEvaluation", in: "Evaluation", ["NumericCore", realModule]),
        library("Reports", in: "Evaluation", ["ScoreEvaluation", "NumericCore", realModule]),

        // Mixtures of any table.
        library(
            "MixtureTables", in: "Mixtures",
            ["KaldiFiles", "GaussianMixtures", "Reports", "FileStorage", "NumericCore", realModule]),

        // Exchange: other people's formats.
        library(
            "KaldiFiles", in: "Exchange",
            ["GaussianMixtures", "FileStorage", "NumericCore", realModule]),

        // Support: no knowledge of speech.
        systemLibrary(
            "CSndfile", pkgConfig: "sndfile", apt: "libsndfile1-dev", brew: "libsndfile"),
        systemLibrary("CFFTW", pkgConfig: "fftw3f", apt: "libfftw3-dev", brew: "fftw"),
        systemLibrary("CSoxr", pkgConfig: "soxr", apt: "libsoxr-dev", brew: "libsoxr"),
        systemLibrary(
            "COpenBLAS", pkgConfig: "openblas", apt: "libopenblas-dev", brew: "openblas"),
        systemLibrary("CCrypto", pkgConfig: "libcrypto", apt: "libssl-dev", brew: "openssl@3"),
        .systemLibrary(name: "CMalloc", path: "Sources/Support/CMalloc"),
        // Loops that gain from vector instructions which a plain compiler target does not use.
        .target(name: "CVectorKernels", path: "Sources/Support/CVectorKernels"),
        library(
            "NumericCore", in: "Support", ["COpenBLAS", "CMalloc", "CVectorKernels", realModule]),
        library("FileStorage", in: "Support", ["CCrypto", "NumericCore"]),

        // Programs: parse, call, print.
        program(
            "TimbreCommand",
            [
                "Timbre", "AudioInput", "SpeechFeatures", "GaussianMixtures",
                "SpeakerIdentification", "SpeakerGallery", "ScoreEvaluation", "Reports",
                "MixtureTables", "KaldiFiles", "FileStorage", "NumericCore", argumentParser,
            ]),
        program(
            "TimbreBenchmarks",
            [
                "AudioInput", "SpeechFeatures", "SpeakerGallery", "SpeakerIdentification",
                "MixtureTables", "GaussianMixtures", "NumericCore", "COpenBLAS", "CFFTW",
                "CSndfile", "CVectorKernels", argumentParser,
            ]),

        tests("AudioInput", in: "Recognition", ["AudioInput", "CSndfile"]),
        tests("SpeechFeatures", in: "Recognition", ["SpeechFeatures", "FileStorage"]),
        tests(
            "GaussianMixtures", in: "Recognition",
            ["GaussianMixtures", "CVectorKernels", "FileStorage"]),
        tests(
            "SpeakerIdentification", in: "Recognition",
            ["SpeakerIdentification", "SpeechFeatures", "GaussianMixtures", "FileStorage"]),
        tests(
            "SpeakerGallery", in: "Recognition",
            ["SpeakerGallery", "SpeakerIdentification", "GaussianMixtures", database]),
        tests(
            "Timbre", in: "Recognition",
            ["Timbre", "SpeechFeatures", "GaussianMixtures", "ScoreEvaluation"]),
        tests("ScoreEvaluation", in: "Evaluation", ["ScoreEvaluation"]),
        tests("Reports", in: "Evaluation", ["Reports", "ScoreEvaluation"]),
        tests(
            "MixtureTables", in: "Mixtures", ["MixtureTables", "GaussianMixtures", "Reports"]),
        tests(
            "KaldiFiles", in: "Exchange", ["KaldiFiles", "GaussianMixtures", "FileStorage"]),
        tests("NumericCore", in: "Support", []),
        tests("VectorKernel", in: "Support", ["CVectorKernels"]),
        tests("FileStorage", in: "Support", ["FileStorage"]),
        tests("TimbreBenchmarks", in: "Programs", ["TimbreBenchmarks"]),
        tests(
            "CommandLine", in: "Programs",
            ["TimbreCommand", "Timbre", "AudioInput", "GaussianMixtures", "KaldiFiles", database]),

        // What several test targets need: voices, broken clips, and every reader of files that
        // strangers may have made, for `scripts/harden/fuzz`.
        .target(
            name: "TestSupport",
            dependencies: [
                "Timbre", "AudioInput", "CVectorKernels", "FileStorage", "GaussianMixtures",
                "KaldiFiles", "MixtureTables", "NumericCore", "ScoreEvaluation",
                "SpeakerGallery", "SpeakerIdentification", "SpeechFeatures", database, realModule,
            ],
            path: "Tests/TestSupport", swiftSettings: strict),
        .executableTarget(
            name: "TimbreFuzzing", dependencies: ["TestSupport"], path: "Tests/TimbreFuzzing",
            swiftSettings: strict),
        .testTarget(
            name: "TestSupportTests", dependencies: ["TestSupport", "NumericCore"],
            path: "Tests/TestSupportTests", swiftSettings: strict),
    ],
    swiftLanguageModes: [.v6]
)
