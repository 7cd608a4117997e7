Option Explicit
' LibreOffice's way to Python: a user script inside soffice, in place of the DLL.
Public Function KwCall(request As String, book As Object) As String
    Dim script As Object
    Set script = ThisComponent.getScriptProvider().getScript( _
        "vnd.sun.star.script:keywatt_twin.py$call?language=Python&location=user")
    KwCall = script.invoke(Array(request), Array(), Array())
End Function

Public Sub KwWarmUp()
    KwNote "warm", "True"
End Sub

Public Sub KwShutDown()
End Sub
