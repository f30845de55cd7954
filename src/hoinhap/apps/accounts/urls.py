"""The addresses of signing in: only those of allauth's that an office needs, under Vietnamese addresses.

allauth finds its pages by these names, so the names are its own. There is no sign-up, no e-mail, no reset by e-mail.
"""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as second
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from allauth.socialaccount import views as social
from allauth.socialaccount.providers.openid_connect import views as openid
from allauth.usersessions import views as sessions
from django.urls import path

from hoinhap.apps.accounts.views import act_only, on_account_page, to_identity, whole

urlpatterns = [
    path("dang-nhap", account.login, name="account_login"),
    path("dang-nhap/hai-lop", second.authenticate, name="mfa_authenticate"),
    path("dang-nhap/khoa-truy-cap", passkeys.login_webauthn, name="mfa_login_webauthn"),
    path("dang-nhap/tam-khoa", account.account_inactive, name="account_inactive"),
    path("dang-nhap/qua/da-huy", social.login_cancelled, name="socialaccount_login_cancelled"),
    path("dang-nhap/qua/<slug:provider_id>", to_identity, name="openid_connect_login"),
    path("dang-nhap/qua/<slug:provider_id>/tra-loi", openid.callback, name="openid_connect_callback"),
    path("dang-xuat", account.logout, name="account_logout"),
    path("tai-khoan/mat-khau", whole(account.password_change), name="account_change_password"),
    path("tai-khoan/mat-khau/dat", whole(account.password_set), name="account_set_password"),
    path("tai-khoan/xac-nhan", account.reauthenticate, name="account_reauthenticate"),
    path("tai-khoan/xac-nhan/ma", second.reauthenticate, name="mfa_reauthenticate"),
    path("tai-khoan/xac-nhan/khoa", passkeys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("tai-khoan/hai-lop", on_account_page, name="mfa_index"),
    path("tai-khoan/hai-lop/bat", whole(totp.activate_totp), name="mfa_activate_totp"),
    path("tai-khoan/hai-lop/tat", whole(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("tai-khoan/ma-du-phong", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("tai-khoan/ma-du-phong/moi", whole(codes.generate_recovery_codes), name="mfa_generate_recovery_codes"),
    path("tai-khoan/ma-du-phong/tep", codes.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("tai-khoan/khoa", on_account_page, name="mfa_list_webauthn"),
    path("tai-khoan/khoa/them", whole(passkeys.add_webauthn), name="mfa_add_webauthn"),
    path("tai-khoan/khoa/<int:pk>/ten", whole(passkeys.edit_webauthn), name="mfa_edit_webauthn"),
    path("tai-khoan/khoa/<int:pk>/go", whole(passkeys.remove_webauthn), name="mfa_remove_webauthn"),
    path("tai-khoan/phien", act_only(sessions.list_usersessions), name="usersessions_list"),
    path("tai-khoan/lien-ket", act_only(social.connections), name="socialaccount_connections"),
]
