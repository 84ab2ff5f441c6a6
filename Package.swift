// swift-tools-version: 6.1
import PackageDescription

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("ExistentialAny"),
]

/// A C library that Debian and Homebrew carry, found through pkg-config.
func systemLibrary(_ name: String, pkgConfig: String, apt: String, brew: String) -> Target {
    .systemLibrary(name: name, pkgConfig: pkgConfig, providers: [.apt([apt]), .brew([brew])])
}

func library(_ name: String, _ dependencies: [Target.Dependency], resources: [Resource] = [])
    -> Target
{
    .target(
        name: name, dependencies: dependencies, resources: resources, swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(name: name + "Tests", dependencies: dependencies, swiftSettings: strict)
}

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
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    ],
    targets: [
        systemLibrary(
            "CSndfile", pkgConfig: "sndfile", apt: "libsndfile1-dev", brew: "libsndfile"),
        systemLibrary("CFFTW", pkgConfig: "fftw3f", apt: "libfftw3-dev", brew: "fftw"),
        systemLibrary("CSoxr", pkgConfig: "soxr", apt: "libsoxr-dev", brew: "libsoxr"),
        systemLibrary(
            "COpenBLAS", pkgConfig: "openblas", apt: "libopenblas-dev", brew: "openblas"),
        systemLibrary("CCrypto", pkgConfig: "libcrypto", apt: "libssl-dev", brew: "openssl@3"),

        .systemLibrary(name: "CMalloc"),

        // Loops that gain from vector instructions which a plain compiler target does not use.
        .target(name: "CVectorKernels"),

        library("NumericCore", ["COpenBLAS", "CMalloc", "CVectorKernels"]),
        tests("NumericCore", ["NumericCore"]),
        tests("VectorKernel", ["CVectorKernels", "NumericCore"]),
        library("FileStorage", ["CCrypto", "NumericCore"]),
        tests("FileStorage", ["FileStorage", "NumericCore"]),
        library(
            "GaussianMixtures", ["FileStorage", "NumericCore", "CVectorKernels"]),
        tests(
            "GaussianMixtures",
            ["GaussianMixtures", "FileStorage", "NumericCore", "CVectorKernels"]),
        library("KaldiFiles", ["GaussianMixtures", "FileStorage", "NumericCore"]),
        tests(
            "KaldiFiles",
            ["KaldiFiles", "GaussianMixtures", "FileStorage", "NumericCore", "TestMaterial"]),
        library("AudioInput", ["CSndfile", "CSoxr", "CVectorKernels", "FileStorage"]),
        library("DataTables", ["NumericCore"]),
        tests("DataTables", ["DataTables", "NumericCore"]),
        library("Plots", ["NumericCore"]),
        tests("Plots", ["Plots"]),
        library(
            "MixtureWorkbench",
            [
                "KaldiFiles", "GaussianMixtures", "DataTables", "Plots", "FileStorage",
                "NumericCore",
            ]),
        tests(
            "MixtureWorkbench",
            ["MixtureWorkbench", "GaussianMixtures", "DataTables", "Plots", "NumericCore"]),
        .target(name: "BrokenClips", path: "Tests/BrokenClips", swiftSettings: strict),
        tests("AudioInput", ["AudioInput", "BrokenClips", "CSndfile", "NumericCore"]),
        library("SpeechFeatures", ["CFFTW", "CVectorKernels", "FileStorage", "NumericCore"]),
        tests("SpeechFeatures", ["SpeechFeatures", "FileStorage", "NumericCore"]),
        library("ScoreEvaluation", ["NumericCore"]),
        tests("ScoreEvaluation", ["ScoreEvaluation", "NumericCore"]),
        library("EvaluationPages", ["ScoreEvaluation", "Plots"]),
        tests("EvaluationPages", ["EvaluationPages", "ScoreEvaluation", "Plots"]),
        library(
            "SpeakerIdentification",
            [
                "SpeechFeatures", "GaussianMixtures", "FileStorage", "NumericCore",
                "CVectorKernels",
            ],
            resources: [.copy("Models")]),
        tests(
            "SpeakerIdentification",
            [
                "SpeakerIdentification", "SpeechFeatures", "GaussianMixtures", "FileStorage",
                "NumericCore", "TestMaterial",
            ]),
        library(
            "SpeakerGallery",
            [
                "SpeakerIdentification", "GaussianMixtures", "FileStorage", "NumericCore",
                "CVectorKernels",
                .product(name: "GRDB", package: "GRDB.swift"),
            ]),
        tests(
            "SpeakerGallery",
            [
                "SpeakerGallery", "SpeakerIdentification", "GaussianMixtures", "NumericCore",
                "TestMaterial", .product(name: "GRDB", package: "GRDB.swift"),
            ]),
        library(
            "Timbre",
            [
                "AudioInput", "SpeechFeatures", "GaussianMixtures", "SpeakerIdentification",
                "SpeakerGallery", "ScoreEvaluation", "MixtureWorkbench", "KaldiFiles",
                "FileStorage", "NumericCore",
            ]),
        tests(
            "Timbre",
            [
                "Timbre", "SpeechFeatures", "GaussianMixtures", "ScoreEvaluation", "NumericCore",
                "TestMaterial",
            ]),
        // What several test targets need.
        .target(
            name: "TestMaterial",
            dependencies: [
                "SpeakerIdentification", "SpeechFeatures", "GaussianMixtures", "NumericCore",
            ],
            path: "Tests/TestMaterial", swiftSettings: strict),
        // Every reader of files that strangers may have made, for `scripts/fuzz`.
        .target(
            name: "FuzzedReaders",
            dependencies: [
                "Timbre", "AudioInput", "BrokenClips", "CVectorKernels", "DataTables",
                "FileStorage", "GaussianMixtures", "KaldiFiles", "MixtureWorkbench", "NumericCore",
                "ScoreEvaluation", "SpeakerGallery", "SpeakerIdentification", "SpeechFeatures",
                "TestMaterial", .product(name: "GRDB", package: "GRDB.swift"),
            ],
            path: "Tests/FuzzedReaders", swiftSettings: strict),
        .executableTarget(
            name: "TimbreFuzzing", dependencies: ["FuzzedReaders"], path: "Tests/TimbreFuzzing",
            swiftSettings: strict),
        tests("FuzzedReaders", ["FuzzedReaders", "NumericCore"]),
        .executableTarget(
            name: "TimbreCommand",
            dependencies: [
                "Timbre", "ScoreEvaluation", "EvaluationPages", "GaussianMixtures",
                "MixtureWorkbench", "KaldiFiles", "DataTables", "SpeechFeatures", "FileStorage",
                "NumericCore",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: strict),
        .executableTarget(
            name: "TimbreBenchmarks",
            dependencies: [
                "AudioInput", "SpeechFeatures", "SpeakerGallery", "SpeakerIdentification",
                "DataTables", "GaussianMixtures", "NumericCore", "COpenBLAS", "CFFTW", "CSndfile",
                "CVectorKernels",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: strict),
        tests("TimbreBenchmarks", ["TimbreBenchmarks"]),
        tests(
            "CommandLine",
            [
                "TimbreCommand", "AudioInput", "BrokenClips", "KaldiFiles", "NumericCore",
                .product(name: "GRDB", package: "GRDB.swift"),
            ]),
    ],
    swiftLanguageModes: [.v6]
)
