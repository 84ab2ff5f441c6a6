// Who imports Timbre meets the types of these in its results and parameters.
@_exported public import AudioInput
@_exported public import SpeakerGallery
@_exported public import SpeakerIdentification
