Option Explicit
' What stops Excel for the user: boxes, and whether a cell is being edited. Boxes in Unicode, on any Windows.
Private Declare PtrSafe Function KwMessageBox Lib "user32" Alias "MessageBoxW" _
    (ByVal owner As LongPtr, ByVal text As LongPtr, ByVal title As LongPtr, ByVal style As Long) As Long

Public Function KwReady() As Boolean
    KwReady = Application.Ready And Application.Interactive
End Function

Public Sub KwShow(kind As String, text As String)
    Select Case kind
    Case "error"
        KwBox text, vbCritical
    Case "warn"
        KwBox text, vbExclamation
    Case Else
        KwBox text, vbInformation
    End Select
End Sub

Public Function KwConfirm(question As String) As Boolean
    KwConfirm = (KwBox(question, vbQuestion + vbYesNo) = vbYes)
End Function

' Asks for a line of text; False when the user gave up.
Public Function KwAsk(question As String, ByRef typed As String) As Boolean
    Dim answer As Variant
    answer = Application.InputBox(Left$(question, 250), KwText("title"), Type:=2)
    If VarType(answer) = vbBoolean Then Exit Function
    typed = CStr(answer)
    KwAsk = True
End Function

Private Function KwBox(text As String, style As Long) As Long
    Dim title As String
    title = KwText("title")
    KwBox = KwMessageBox(Application.hWnd, StrPtr(text), StrPtr(title), style)
End Function
